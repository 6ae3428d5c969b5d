package org.g2face.network;

import org.g2face.ops.Ops;

/** Probabilities of what excludes each other: exp(x) over its sum. */
final class Softmax {
  private Softmax() {}

  /**
   * @param logits [batch, count]; below 80, or they overflow
   */
  static <T> T of(Ops<T> ops, T logits) {
    // A classifier's logits sum to about zero, so that the mean keeps exp in its range.
    T shares = ops.exp(ops.sub(logits, ops.mean(logits, true, 1)));
    return ops.div(shares, ops.sum(shares, true, 1));
  }
}
