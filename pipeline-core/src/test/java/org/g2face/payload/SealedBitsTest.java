package org.g2face.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Over many pictures the hidden bits look like the uniform ones with which models are trained,
 * although the header is always the same and most of a word is redundant.
 */
class SealedBitsTest {
  private static final SealingKeys KEYS = Sealing.fixedKeys(1);

  /** For each position of the picture, in which words it is 1. */
  private static BitSet[] words(int capacity, int size, int count) {
    SealedCodec codec = new SealedCodec(KEYS, capacity, size);
    Random random = new Random(9);
    BitSet[] positions = new BitSet[capacity];
    for (int i = 0; i < capacity; i++) {
      positions[i] = new BitSet(count);
    }
    for (int word = 0; word < count; word++) {
      Binding binding = new Binding("dataset", "image " + word, "model");
      float[] bits = codec.encode(Sealing.identity(size, random), binding);
      for (int i = 0; i < capacity; i++) {
        positions[i].set(word, bits[i] == 1);
      }
    }
    return positions;
  }

  /** How many standard deviations a number of heads is above that of a fair coin. */
  private static double deviation(int heads, int throwsOfIt) {
    return (heads - throwsOfIt / 2.0) / Math.sqrt(throwsOfIt / 4.0);
  }

  @ParameterizedTest
  @CsvSource({"16384, 512, 400", "4096, 128, 1000", "1024, 32, 4000"})
  void noPositionPrefersAValue(int capacity, int size, int words) {
    double largest = 0;
    double squares = 0;
    for (BitSet position : words(capacity, size, words)) {
      double deviation = deviation(position.cardinality(), words);
      largest = Math.max(largest, Math.abs(deviation));
      squares += deviation * deviation / capacity;
    }
    assertThat(largest).isLessThan(5);
    assertThat(squares).isCloseTo(1, within(4 * Math.sqrt(2.0 / capacity)));
  }

  /** All 523,776 pairs; of as many normal numbers the largest is 5 as a rule. */
  @Test
  void noTwoPositionsGoTogether() {
    int words = 2000;
    BitSet[] positions = words(1024, 32, words);
    double largest = 0;
    for (int i = 0; i < positions.length; i++) {
      for (int j = 0; j < i; j++) {
        BitSet different = (BitSet) positions[i].clone();
        different.xor(positions[j]);
        largest = Math.max(largest, Math.abs(deviation(different.cardinality(), words)));
      }
    }
    assertThat(largest).isBetween(4.0, 6.5);
  }

  /** A code of few words, or one with a fixed part, would give too wide or too narrow a spread. */
  @Test
  void aWordHasAsManyOnesAsChanceWouldGive() {
    int words = 4000;
    int capacity = 1024;
    int[] ones = new int[words];
    for (BitSet position : words(capacity, 32, words)) {
      position.stream().forEach(word -> ones[word]++);
    }
    double mean = 0;
    double variance = 0;
    for (int count : ones) {
      double deviation = deviation(count, capacity);
      mean += deviation / words;
      variance += deviation * deviation / words;
    }
    assertThat(mean).isCloseTo(0, within(4 / Math.sqrt(words)));
    assertThat(variance).isCloseTo(1, within(4 * Math.sqrt(2.0 / words)));
  }
}
