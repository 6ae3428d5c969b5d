package org.g2face.train.loss;

import org.g2face.ops.Ops;

/** R1 (Mescheder et al. 2018): the squared gradient of the discriminator at real images. */
public final class GradientPenaltyLoss {
  private GradientPenaltyLoss() {}

  /**
   * Mean over the images of the squared length of the gradient.
   *
   * @param gradient of the sum of the judgements by the images, [batch, 3, size, size]
   */
  public static <T> T r1(Ops<T> ops, T gradient) {
    return Reductions.over(ops, ops.sum(ops.square(gradient), false, 1, 2, 3));
  }
}
