package org.g2face.train.loss;

import org.g2face.network.Lpips;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/** How far a picture is from the one it shall be (Eq. 11). */
public final class Reconstruction {
  private Reconstruction() {}

  /** Mean absolute difference over all values. */
  public static <T> T pixels(Ops<T> ops, T made, T wanted) {
    return Means.over(ops, ops.abs(ops.sub(made, wanted)));
  }

  /** Mean perceptual distance. */
  public static <T> T perceptual(Ops<T> ops, Lpips net, Weights<T> w, T made, T wanted) {
    return Means.over(ops, net.forward(ops, w, made, wanted));
  }
}
