package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * A convolution whose input channels are scaled by a style (StyleGAN2, Karras et al. 2020, section
 * 2.2).
 *
 * <p>Instead of a weight for each image, the input is scaled by the style, all images share one
 * convolution, and its output is scaled by the demodulation: the same sum, and far less work.
 *
 * @param demodulate whether each output channel is brought to unit deviation
 * @param upsample whether the output has twice the side, blurred
 */
record ModulatedConv(
    int in, int out, int kernel, int styleDim, boolean demodulate, boolean upsample) {
  private static final double EPSILON = 1e-8;

  /**
   * @param x [batch, in, height, width]
   * @param style [batch, styleDim]
   * @return [batch, out, height, width], or twice the side
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T x, T style) {
    T stored = w.parameter("weight", Init.normal(1), 1, out, in, kernel, kernel);
    T weight = ops.reshape(stored, out, in, kernel, kernel);
    T modulation = new EqualLinear(styleDim, in, 1, 1).forward(ops, w.at("modulation"), style);
    // The weight's own scale travels with the style, which is the smaller of the two.
    T scale = ops.mul(modulation, 1 / Math.sqrt((double) in * kernel * kernel));
    T y = convolve(ops, ops.mul(x, ops.reshape(scale, -1, in, 1, 1)), weight);
    return demodulate ? ops.mul(y, demodulation(ops, weight, scale)) : y;
  }

  private <T> T convolve(Ops<T> ops, T x, T weight) {
    if (!upsample) {
      return ops.conv2d(x, weight, null, 1, kernel / 2, 1);
    }
    T doubled = ops.convTranspose2d(x, ops.transpose(weight, 1, 0, 2, 3), 2, 0);
    return ops.blur(doubled, 1, 1, 4);
  }

  /** 1 / the norm of the weights that lead to an output channel once they carry the style. */
  private <T> T demodulation(Ops<T> ops, T weight, T scale) {
    T energy = ops.reshape(ops.sum(ops.square(weight), false, 2, 3), 1, out, in);
    T styled = ops.mul(ops.reshape(ops.square(scale), -1, 1, in), energy);
    T norm = ops.rsqrt(ops.add(ops.sum(styled, false, 2), EPSILON));
    return ops.reshape(norm, -1, out, 1, 1);
  }
}
