package org.g2face.train.loss;

import org.g2face.network.Lpips;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/** The reconstruction loss: how far a picture is from the one it shall be (Eq. 11). */
public final class ReconstructionLoss {
  private ReconstructionLoss() {}

  /** Mean absolute difference over all values. */
  public static <T> T pixels(Ops<T> ops, T made, T wanted) {
    return Reductions.over(ops, ops.abs(ops.sub(made, wanted)));
  }

  /** Mean perceptual distance. */
  public static <T> T perceptual(Ops<T> ops, Lpips net, Weights<T> w, T made, T wanted) {
    return Reductions.over(ops, net.forward(ops, w, made, wanted));
  }

  /**
   * Mean squared difference where a mask is 0.
   *
   * @param mask [1, 1, size, size], 0 to 1
   */
  public static <T> T outside(Ops<T> ops, T made, T wanted, T mask) {
    T weight = ops.add(ops.mul(mask, -1), 1);
    return Reductions.over(ops, ops.mul(ops.square(ops.sub(made, wanted)), weight));
  }
}
