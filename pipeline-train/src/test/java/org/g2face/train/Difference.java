package org.g2face.train;

import java.util.Arrays;
import org.g2face.tensor.Tensor;

/** How far a tensor is from the one expected. */
public final class Difference {
  private Difference() {}

  /**
   * The largest absolute difference over the largest expected magnitude; infinite where shapes
   * differ or a value is not a number.
   */
  static double relative(Tensor actual, Tensor expected) {
    return relative(actual, expected, 0);
  }

  /**
   * @param least counts as the expected magnitude where that is less: a sum that cancels out
   */
  static double relative(Tensor actual, Tensor expected, double least) {
    if (!Arrays.equals(actual.shape(), expected.shape())) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    for (int i = 0; i < expected.count(); i++) {
      double apart = Math.abs((double) actual.at(i) - expected.at(i));
      if (Double.isNaN(apart)) {
        return Double.POSITIVE_INFINITY;
      }
      difference = Math.max(difference, apart);
    }
    return difference == 0 ? 0 : difference / Math.max(least, magnitude(expected));
  }

  /** The largest absolute value. */
  public static double magnitude(Tensor tensor) {
    double largest = 0;
    for (int i = 0; i < tensor.count(); i++) {
      largest = Math.max(largest, Math.abs(tensor.at(i)));
    }
    return largest;
  }
}
