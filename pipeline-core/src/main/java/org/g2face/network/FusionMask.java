package org.g2face.network;

import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/** Decides for each feature and position how much is generated: sigmoid(norm(conv1x1)). */
record FusionMask(int in, int out) {
  private static final double EPSILON = 1e-5;

  /**
   * @param x [batch, in, side, side]: generated features, face features and hidden bits in a row
   * @return [batch, out, side, side] in (0, 1)
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T x) {
    T y = Conv.biased(in, out, 1, 1, 0).forward(ops, w.at("conv"), x);
    return ops.sigmoid(ops.instanceNorm(y, EPSILON));
  }
}
