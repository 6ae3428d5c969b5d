package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/** A demodulated 3x3 convolution, noise of a learned strength, bias and activation. */
record StyledConv(int in, int out, int styleDim, boolean upsample) {

  /**
   * @param x [batch, in, height, width]
   * @param style [batch, styleDim]
   * @param noise standard normal [batch, 1, height, width] of the output, or null for none
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T x, T style, T noise) {
    T y =
        new ModulatedConv(in, out, 3, styleDim, true, upsample)
            .forward(ops, w.at("conv"), x, style);
    // Asked for in any case, so that the network's list of weights does not depend on the noise.
    T strength = w.at("noise").parameter("weight", Init.zeros(), 1);
    if (noise != null) {
      long[] shape = ops.shape(y);
      Expected.shape(ops, "noise", noise, 1, shape[2], shape[3]);
      y = ops.add(y, ops.mul(noise, ops.reshape(strength, 1, 1, 1, 1)));
    }
    return FusedLeakyRelu.forward(ops, w.at("activate"), y);
  }
}
