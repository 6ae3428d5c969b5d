package org.g2face.train.loss;

import org.g2face.ops.Ops;

/** The non-saturating logistic losses of StyleGAN2 (Eq. 12). Judgements are [batch, 1]. */
public final class AdversarialLoss {
  private AdversarialLoss() {}

  /** For the generator: mean log(1 + exp(-D(fake))). */
  public static <T> T generator(Ops<T> ops, T fake) {
    return Reductions.over(ops, ops.softplus(ops.mul(fake, -1)));
  }

  /** For the discriminator: mean log(1 + exp(-D(real))). */
  public static <T> T real(Ops<T> ops, T real) {
    return generator(ops, real);
  }

  /** For the discriminator: mean log(1 + exp(D(fake))). */
  public static <T> T fake(Ops<T> ops, T fake) {
    return Reductions.over(ops, ops.softplus(fake));
  }
}
