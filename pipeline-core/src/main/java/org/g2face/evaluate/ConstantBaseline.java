package org.g2face.evaluate;

import java.io.Serializable;
import java.util.BitSet;

/**
 * The best that a reader of passwords can do who never looks at the picture: each bit's more
 * frequent value, and the mean of each coordinate. What a network reads is worth only what it is
 * better. Not for several threads at once.
 */
public final class ConstantBaseline implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long[] ones;
  private final Sums sums;
  private final Sums squares;
  private long count;

  /**
   * @param bits of a password
   * @param coordinates of an embedding
   */
  public ConstantBaseline(int bits, int coordinates) {
    ones = new long[bits];
    sums = new Sums(coordinates);
    squares = new Sums(coordinates);
  }

  /**
   * Takes in what was hidden in a picture.
   *
   * @param password its bits
   */
  public void add(BitSet password, float[] identity) {
    password.stream().forEach(bit -> ones[bit]++);
    for (int i = 0; i < identity.length; i++) {
      sums.add(i, identity[i]);
      squares.add(i, (double) identity[i] * identity[i]);
    }
    count++;
  }

  /** Takes everything in that another part has taken in. */
  public void addAll(ConstantBaseline other) {
    for (int i = 0; i < ones.length; i++) {
      ones[i] += other.ones[i];
    }
    sums.addAll(other.sums);
    squares.addAll(other.squares);
    count += other.count;
  }

  /** How many passwords were taken in. */
  public long count() {
    return count;
  }

  /** Share of bits that are not their place's more frequent value, 0 to 1/2. */
  public double bitErrorRate() {
    double wrong = 0;
    for (long one : ones) {
      wrong += Math.min(one, count - one);
    }
    return wrong / ones.length / count;
  }

  /** Mean square distance of coordinates from their mean. */
  public double floatError() {
    double error = 0;
    for (int i = 0; i < sums.count(); i++) {
      double mean = sums.value(i) / count;
      error += squares.value(i) / count - mean * mean;
    }
    return error / sums.count();
  }
}
