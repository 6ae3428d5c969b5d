package org.g2face.onnx;

/** ONNX Runtime refused a graph, or failed while running it. */
public final class OnnxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
