package org.g2face.train.loss;

import org.g2face.ops.Ops;

/** Moment matching: a Gaussian takes mean and covariance of the embeddings of real faces. */
public final class IdentityMatchingLoss {
  private IdentityMatchingLoss() {}

  /**
   * Mean squared difference of the second moments, and of the means.
   *
   * @param identities of real faces, [batch, size]
   * @param mean of the Gaussian, [size]
   * @param factor of its covariance, [size, size]
   */
  public static <T> T forward(Ops<T> ops, T identities, T mean, T factor) {
    long size = ops.shape(identities)[1];
    double batch = ops.shape(identities)[0];
    T row = ops.reshape(mean, 1, size);
    T centred = ops.sub(identities, ops.stopGradient(row));
    T covariance = ops.mul(ops.matmul(ops.transpose(centred, 1, 0), centred), 1 / batch);
    T own = ops.matmul(factor, ops.transpose(factor, 1, 0));
    T means = ops.sub(ops.mean(identities, true, 0), row);
    return ops.add(
        Reductions.over(ops, ops.square(ops.sub(own, covariance))),
        Reductions.over(ops, ops.square(means)));
  }

  /**
   * The same identities, those that are nearer than a bound to a face's own turned around.
   *
   * @param dummies [batch, size]
   * @param originals [batch, size]
   * @param nearest the largest cosine that stays
   */
  public static <T> T apart(Ops<T> ops, T dummies, T originals, double nearest) {
    T near = ops.step(ops.add(IdentityLoss.cosine(ops, dummies, originals), -nearest));
    T sign = ops.add(ops.mul(near, -2), 1);
    return ops.mul(dummies, sign);
  }
}
