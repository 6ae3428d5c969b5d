package org.g2face.onnx;

import java.util.Collections;
import java.util.List;

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

  /**
   * From grey {@code x}, one picture [1, 1, 2, 2] at a time, {@code points} [1, 136]: in turns the
   * top left and the bottom right pixel, as a network would tell x and y of 68 points.
   */
  public static byte[] points() {
    OnnxGraph graph = new OnnxGraph();
    OnnxOps ops = new OnnxOps(graph);
    OnnxValue flat = ops.reshape(graph.input("x", 1, 1, 2, 2), 1, 4);
    OnnxValue pair = ops.concat(1, List.of(ops.slice(flat, 1, 0, 1), ops.slice(flat, 1, 3, 4)));
    graph.output("points", ops.concat(1, Collections.nCopies(68, pair)));
    return graph.bytes();
  }

  /**
   * From {@code x} [batch, 3, 2, 2], {@code pose} [batch, 12] of a head in the plane of the
   * picture: with the mean c of all values the rows (c, 1, 0, 0), (-1, c, 0, 0), (0, 0, 1, 0).
   */
  public static byte[] pose() {
    OnnxGraph graph = new OnnxGraph();
    OnnxOps ops = new OnnxOps(graph);
    OnnxValue c = ops.mean(graph.input("x", -1, 3, 2, 2), true, 1, 2, 3);
    OnnxValue mean = ops.reshape(c, -1, 1);
    OnnxValue zero = ops.mul(mean, 0);
    OnnxValue one = ops.add(zero, 1);
    OnnxValue minus = ops.add(zero, -1);
    graph.output(
        "pose",
        ops.concat(
            1, List.of(mean, one, zero, zero, minus, mean, zero, zero, zero, zero, one, zero)));
    return graph.bytes();
  }
}
