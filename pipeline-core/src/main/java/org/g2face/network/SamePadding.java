package org.g2face.network;

import org.g2face.ops.Ops;

/**
 * TensorFlow's padding "same": as many zeros as make the output of a window the input's side over
 * the stride, rounded up; the odd one goes below and to the right.
 */
final class SamePadding {
  private SamePadding() {}

  /**
   * @param x [batch, channel, height, width]
   */
  static <T> T of(Ops<T> ops, T x, int kernel, int stride) {
    int down = missing(ops.shape(x)[2], kernel, stride);
    int across = missing(ops.shape(x)[3], kernel, stride);
    return down + across == 0
        ? x
        : ops.pad(x, down / 2, down - down / 2, across / 2, across - across / 2);
  }

  private static int missing(long extent, int kernel, int stride) {
    long windows = (extent + stride - 1) / stride;
    return Math.toIntExact(Math.max(0, (windows - 1) * stride + kernel - extent));
  }
}
