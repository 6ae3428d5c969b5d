package org.g2face.train.loss;

import org.g2face.ops.Ops;

/** Comparisons of identity embeddings [batch, embedding] by their angle (Eqs. 13 and 14). */
public final class IdentityLoss {
  /** Squared lengths below this count as this: an embedding of length 0 has no direction. */
  private static final double EPSILON = 1e-16;

  private IdentityLoss() {}

  /** Mean of 1 - cos: 0 for equal directions. */
  public static <T> T towards(Ops<T> ops, T wanted, T actual) {
    return ops.add(ops.mul(Reductions.over(ops, cosine(ops, wanted, actual)), -1), 1);
  }

  /** Mean of max(0, cos): 0 from a right angle on. */
  public static <T> T away(Ops<T> ops, T unwanted, T actual) {
    return Reductions.over(ops, ops.relu(cosine(ops, unwanted, actual)));
  }

  /** Mean of max(0, cos - margin): 0 where they are no nearer than the margin. */
  public static <T> T beyond(Ops<T> ops, T unwanted, T actual, double margin) {
    return Reductions.over(ops, ops.relu(ops.add(cosine(ops, unwanted, actual), -margin)));
  }

  /** Mean of the cosines; for people. */
  public static <T> T meanCosine(Ops<T> ops, T a, T b) {
    return Reductions.over(ops, cosine(ops, a, b));
  }

  /** Cosines of the angles, [batch, 1]. */
  static <T> T cosine(Ops<T> ops, T a, T b) {
    return ops.sum(ops.mul(direction(ops, a), direction(ops, b)), true, 1);
  }

  /** At length 1. */
  static <T> T direction(Ops<T> ops, T x) {
    T square = ops.sum(ops.square(x), true, 1);
    return ops.mul(x, ops.rsqrt(ops.add(square, EPSILON)));
  }
}
