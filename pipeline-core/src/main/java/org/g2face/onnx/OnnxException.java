package org.g2face.onnx;

/** ONNX Runtime refused a graph or failed while running it, or a graph is not as it should be. */
public final class OnnxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OnnxException(String message) {
    super(message);
  }

  OnnxException(String message, Throwable cause) {
    super(message, cause);
  }
}
