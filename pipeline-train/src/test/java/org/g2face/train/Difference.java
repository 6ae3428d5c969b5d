package org.g2face.train;

import java.util.Arrays;
import org.g2face.tensor.Tensor;

/** How far a tensor is from the one expected. */
final class Difference {
  private Difference() {}

  /**
   * The largest absolute difference over the largest expected magnitude; infinite where shapes
   * differ or a value is not a number. An expected magnitude below 1e-6 counts as 1: the value is 0
   * but for rounding.
   */
  static double relative(Tensor actual, Tensor expected) {
    if (!Arrays.equals(actual.shape(), expected.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double magnitude = 0;
    for (int i = 0; i < expected.count(); i++) {
      double apart = Math.abs((double) actual.at(i) - expected.at(i));
      if (Double.isNaN(apart)) {
        return Double.POSITIVE_INFINITY;
      }
      difference = Math.max(difference, apart);
      magnitude = Math.max(magnitude, Math.abs(expected.at(i)));
    }
    return difference / (magnitude < 1e-6 ? 1 : magnitude);
  }
}
