package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * A convolution with an equalised learning rate and no bias. With stride 2 the input is blurred
 * before, so that nothing aliases.
 */
record EqualConv(int in, int out, int kernel, boolean downsample) {

  /**
   * @param x [batch, in, side, side]
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T x) {
    T stored = w.parameter("weight", Init.normal(1), out, in, kernel, kernel);
    T weight = ops.mul(stored, 1 / Math.sqrt((double) in * kernel * kernel));
    if (!downsample) {
      return ops.conv2d(x, weight, null, 1, kernel / 2, 1);
    }
    // The blur takes 3 pixels, the kernel the rest; half of what they need on either side.
    int padding = (kernel + 1) / 2;
    return ops.conv2d(ops.blur(x, padding, padding, 1), weight, null, 2, 0, 1);
  }
}
