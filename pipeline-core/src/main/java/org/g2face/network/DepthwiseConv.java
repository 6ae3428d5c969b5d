package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * A convolution of 3 x 3 of each channel by itself, padded as TensorFlow's "same": the output has
 * the input's side over the stride, rounded up. Weights {@code weight} [channels, 1, 3, 3] and, if
 * it has one, {@code bias} [channels].
 */
record DepthwiseConv(int channels, int stride, boolean biased) {
  private static final int KERNEL = 3;

  <T> T forward(Ops<T> ops, Weights<T> w, T x) {
    Init init = Init.fanIn(KERNEL * KERNEL);
    T weight = w.parameter("weight", init, channels, 1, KERNEL, KERNEL);
    T bias = biased ? w.parameter("bias", init, channels) : null;
    T padded = SamePadding.of(ops, x, KERNEL, stride);
    return ops.conv2d(padded, weight, bias, stride, 0, channels);
  }
}
