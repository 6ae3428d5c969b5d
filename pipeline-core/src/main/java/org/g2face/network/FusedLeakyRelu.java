package org.g2face.network;

import java.util.Arrays;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * StyleGAN2's activation: add a bias to each channel, leaky ReLU with slope 0.2, times sqrt 2 so
 * that the variance stays about the same.
 */
final class FusedLeakyRelu {
  private FusedLeakyRelu() {}

  /** With a learned {@code bias} [channels] that starts at zero. */
  static <T> T forward(Ops<T> ops, Weights<T> w, T x) {
    long channels = ops.shape(x)[1];
    return apply(ops, x, w.parameter("bias", Init.zeros(), channels));
  }

  /**
   * @param x [batch, channels] or [batch, channels, height, width]
   * @param bias [channels]
   */
  static <T> T apply(Ops<T> ops, T x, T bias) {
    long[] shape = new long[ops.shape(x).length];
    Arrays.fill(shape, 1);
    shape[1] = ops.shape(bias)[0];
    T sum = ops.add(x, ops.reshape(bias, shape));
    return ops.mul(ops.leakyRelu(sum, 0.2), Math.sqrt(2));
  }
}
