package org.g2face.network;

import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * A depthwise convolution of 3 x 3 without a bias, then one of 1 x 1 with a bias: {@code
 * depthwise.weight}, {@code pointwise.weight}, {@code pointwise.bias}.
 */
record SeparableConv(int in, int out, int stride) {

  <T> T forward(Ops<T> ops, Weights<T> w, T x) {
    T each = new DepthwiseConv(in, stride, false).forward(ops, w.at("depthwise"), x);
    return Conv.biased(in, out, 1, 1, 0).forward(ops, w.at("pointwise"), each);
  }
}
