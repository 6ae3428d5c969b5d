package org.g2face.onnx;

/** Networks small enough for tests, as the bytes of ONNX files. */
public final class OnnxFiles {
  private OnnxFiles() {}

  /** From {@code x} [batch, 3, 2, 2] the mean of each channel, {@code means} [batch, 3]. */
  public static byte[] means() {
    OnnxGraph graph = new OnnxGraph();
    OnnxOps ops = new OnnxOps(graph);
    graph.output("means", ops.mean(graph.input("x", -1, 3, 2, 2), false, 2, 3));
    return graph.bytes();
  }
}
