package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/** Feature maps to colours, added to the up-sampled colours of half the resolution. */
record ToRgb(int in, int styleDim, int out) {

  /** Three colours. */
  ToRgb(int in, int styleDim) {
    this(in, styleDim, 3);
  }

  /**
   * @param x [batch, in, side, side]
   * @param style [batch, styleDim]
   * @param skip [batch, 3, side / 2, side / 2], or null at the lowest resolution
   * @return [batch, out, side, side]
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T x, T style, T skip) {
    T y =
        new ModulatedConv(in, out, 1, styleDim, false, false).forward(ops, w.at("conv"), x, style);
    y = ops.add(y, w.parameter("bias", Init.zeros(), 1, out, 1, 1));
    return skip == null ? y : ops.add(y, ops.upsample2x(skip));
  }
}
