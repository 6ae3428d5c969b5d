package org.g2face.network;

import java.util.List;
import java.util.stream.IntStream;

/** The side of a square image that the pyramids here can halve down to 4. */
final class Resolution {
  private static final int SMALLEST = 16;
  private static final int LARGEST = 1024;

  private Resolution() {}

  /**
   * How often a side of 1 is doubled to reach the given one.
   *
   * @throws IllegalArgumentException unless the side is a power of two from 16 to 1024
   */
  static int log2(int side) {
    if (side < SMALLEST || side > LARGEST || Integer.bitCount(side) != 1) {
      throw new IllegalArgumentException(
          "an image side must be a power of two from "
              + SMALLEST
              + " to "
              + LARGEST
              + ", not "
              + side);
    }
    return Integer.numberOfTrailingZeros(side);
  }

  /** 4, 8, ... up to the given side. */
  static List<Integer> upTo(int side) {
    return IntStream.rangeClosed(2, log2(side)).map(level -> 1 << level).boxed().toList();
  }
}
