package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * Dummy identities from the distribution of real ones: a Gaussian with mean and covariance of the
 * training set's embeddings, which are matched while training goes on.
 *
 * @param size the length of an identity embedding
 */
public record GaussianIdentity(int size) implements IdentitySampler {
  private static final double EPSILON = 1e-12;

  public GaussianIdentity {
    Expected.positive("identity length", size);
  }

  /** The embeddings have the length sqrt(size), as {@link MobileFaceNet}'s. */
  @Override
  public <T> T forward(Ops<T> ops, Weights<T> w, T z, Phase<T> phase) {
    Expected.shape(ops, "random vector", z, size);
    T x = ops.linear(z, factor(w), mean(w));
    T square = ops.mean(ops.square(x), true, 1);
    return ops.mul(x, ops.rsqrt(ops.add(square, EPSILON)));
  }

  /** [size]. */
  public <T> T mean(Weights<T> w) {
    return w.parameter("mean", Init.zeros(), size);
  }

  /** A factor of the covariance: its product with its transpose, [size, size]. */
  public <T> T factor(Weights<T> w) {
    return w.parameter("factor", Init.normal(1 / Math.sqrt(size)), size, size);
  }
}
