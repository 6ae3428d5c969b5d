package org.g2face.payload.polar;

import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The order of a polar transform's inputs by how reliably they are read.
 *
 * <p>By polarisation weight (He et al., "Beta-expansion: A Theoretical Framework for Fast and
 * Recursive Construction of Polar Codes", 2017): input i has the weight of the sum of 2^(j/4) over
 * the ones j among its binary digits. It is a rule of thumb that fits no channel in particular and
 * all of them well. Words that exist were written by it, so it never changes.
 */
final class Reliability {
  private Reliability() {}

  /**
   * The inputs to use; of two with equal weight the later one.
   *
   * @param length inputs, a power of two
   * @param count how many to choose
   */
  static BitSet best(int length, int count) {
    BitSet best = new BitSet(length);
    IntStream.range(0, length)
        .boxed()
        .sorted(
            Comparator.comparingDouble(Reliability::weight)
                .thenComparingInt(Integer::intValue)
                .reversed())
        .limit(count)
        .forEach(best::set);
    return best;
  }

  private static double weight(int input) {
    double weight = 0;
    for (int digit = 0; input >>> digit != 0; digit++) {
      if ((input >>> digit & 1) == 1) {
        weight += StrictMath.pow(2, digit / 4.0);
      }
    }
    return weight;
  }
}
