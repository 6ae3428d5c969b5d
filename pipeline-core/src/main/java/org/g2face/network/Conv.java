package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * A plain convolution with weights {@code weight} [out, in, kernel, kernel] and, if it has one,
 * {@code bias} [out].
 *
 * @param init the start of the weight
 */
record Conv(int in, int out, int kernel, int stride, int padding, boolean biased, Init init) {

  /** With bias and PyTorch's default start. */
  static Conv biased(int in, int out, int kernel, int stride, int padding) {
    Init init = Init.fanIn((long) in * kernel * kernel);
    return new Conv(in, out, kernel, stride, padding, true, init);
  }

  static Conv unbiased(int in, int out, int kernel, int stride, int padding, Init init) {
    return new Conv(in, out, kernel, stride, padding, false, init);
  }

  <T> T forward(Ops<T> ops, Weights<T> w, T x) {
    T weight = w.parameter("weight", init, out, in, kernel, kernel);
    T bias = biased ? w.parameter("bias", Init.fanIn((long) in * kernel * kernel), out) : null;
    return ops.conv2d(x, weight, bias, stride, padding, 1);
  }
}
