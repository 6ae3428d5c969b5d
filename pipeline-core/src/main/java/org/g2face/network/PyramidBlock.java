package org.g2face.network;

import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * One level of the face encoder: two normalised convolutions beside one, their sum over sqrt 2.
 *
 * @param downsample whether the output has half the side
 */
record PyramidBlock(int in, int out, boolean downsample) {
  private static final double EPSILON = 1e-5;

  /**
   * @param x [batch, in, side, side]
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T x) {
    Conv same = Conv.biased(in, in, 3, 1, 1);
    Conv change = downsample ? Conv.biased(in, out, 4, 2, 1) : Conv.biased(in, out, 3, 1, 1);
    T main = ops.leakyRelu(normalised(ops, w.at("conv1"), same, x), 0.2);
    main = ops.leakyRelu(normalised(ops, w.at("conv2"), change, main), 0.2);
    T skip = normalised(ops, w.at("skip"), change, x);
    return ops.mul(ops.add(main, skip), 1 / Math.sqrt(2));
  }

  private static <T> T normalised(Ops<T> ops, Weights<T> w, Conv conv, T x) {
    return ops.instanceNorm(conv.forward(ops, w.at("conv"), x), EPSILON);
  }
}
