package org.g2face.evaluate;

import java.io.Serializable;

/**
 * Sums of many numbers, each held as the unevaluated sum of two doubles.
 *
 * <p>What an addition rounds off goes into the second double (Knuth, The Art of Computer
 * Programming, volume 2, section 4.2.2, theorem B). The order of the numbers then changes a sum by
 * some 2^-100 of its largest part, so that sums over parts of the data can be added in any order.
 */
final class Sums implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] high;
  private final double[] low;

  Sums(int count) {
    this.high = new double[count];
    this.low = new double[count];
  }

  int count() {
    return high.length;
  }

  void add(int index, double number) {
    double sum = high[index] + number;
    double part = sum - high[index];
    low[index] += (high[index] - (sum - part)) + (number - part);
    high[index] = sum;
  }

  /**
   * Adds {@code factor * numbers[from + k]} to sum {@code index + k}, for all k.
   *
   * @param factor such that the products are exact, as products of two floats are
   */
  void addProducts(int index, double factor, double[] numbers, int from) {
    int shift = index - from;
    for (int k = from; k < numbers.length; k++) {
      double number = factor * numbers[k];
      double sum = high[shift + k] + number;
      double part = sum - high[shift + k];
      low[shift + k] += (high[shift + k] - (sum - part)) + (number - part);
      high[shift + k] = sum;
    }
  }

  void addAll(Sums other) {
    for (int i = 0; i < high.length; i++) {
      add(i, other.high[i]);
      low[i] += other.low[i];
    }
  }

  double value(int index) {
    return high[index] + low[index];
  }

  /** {@code sum - a * b / divisor} of three sums, rounded only at the end. */
  double lessProduct(int sum, int a, int b, double divisor) {
    double product = high[a] * high[b];
    double rest = Math.fma(high[a], high[b], -product) + high[a] * low[b] + low[a] * high[b];
    double quotient = product / divisor;
    double correction = (Math.fma(-quotient, divisor, product) + rest) / divisor;
    return (high[sum] - quotient) + (low[sum] - correction);
  }
}
