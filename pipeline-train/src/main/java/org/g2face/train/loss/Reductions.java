package org.g2face.train.loss;

import java.util.stream.IntStream;
import org.g2face.ops.Ops;

/** Means over everything. */
final class Reductions {
  private Reductions() {}

  /** The mean of all values, without dimensions. */
  static <T> T over(Ops<T> ops, T x) {
    return ops.mean(x, false, IntStream.range(0, ops.shape(x).length).toArray());
  }
}
