package org.g2face.payload.polar;

import java.util.BitSet;
import java.util.List;

/**
 * A polar code: bits written so that they can be read back although many are read wrongly.
 *
 * <p>Arikan, "Channel Polarization" (IEEE Transactions on Information Theory 55, 2009). The message
 * is put on those inputs of the transform x = u F, F the n-fold Kronecker power of [1 0; 1 1], that
 * are read most reliably; the other inputs are 0. Which inputs these are is a fixed function of the
 * two sizes, see {@link Reliability}. Immutable; safe to share between threads.
 */
public final class PolarCode {
  private final int length;
  private final int dimension;
  private final BitSet message;

  /**
   * @param length bits of a word, a power of two
   * @param dimension bits of a message, at least one and at most {@code length}
   */
  public PolarCode(int length, int dimension) {
    if (Integer.bitCount(length) != 1) {
      throw new IllegalArgumentException("a word has a power of two of bits, not " + length);
    }
    if (dimension < 1 || dimension > length) {
      throw new IllegalArgumentException(
          "a message of " + dimension + " bits does not fit a word of " + length);
    }
    this.length = length;
    this.dimension = dimension;
    this.message = Reliability.best(length, dimension);
  }

  /** Bits of a word. */
  public int length() {
    return length;
  }

  /** Bits of a message. */
  public int dimension() {
    return dimension;
  }

  /**
   * @param bits {@link #dimension} values, each 0 or 1
   * @return {@link #length} values, each 0 or 1
   */
  public byte[] encode(byte[] bits) {
    if (bits.length != dimension) {
      throw new IllegalArgumentException(bits.length + " bits instead of " + dimension);
    }
    byte[] word = new byte[length];
    int next = 0;
    for (int i = message.nextSetBit(0); i >= 0; i = message.nextSetBit(i + 1)) {
      word[i] = bits[next++];
    }
    transform(word);
    return word;
  }

  /**
   * The messages that explain a reading best, the likeliest first.
   *
   * @param logits {@link #length} finite numbers, positive where a bit is rather 1; a common factor
   *     changes nothing but rounding
   * @param paths how many messages to keep in mind; twice as many take twice as long, and find the
   *     right one after more errors
   * @return at most {@code paths} different messages of {@link #dimension} bits, at least one
   */
  public List<byte[]> decode(float[] logits, int paths) {
    if (logits.length != length) {
      throw new IllegalArgumentException(logits.length + " logits instead of " + length);
    }
    return new ListDecoder(length, message, paths)
        .decode(logits).stream().map(this::messageOf).toList();
  }

  private byte[] messageOf(byte[] word) {
    transform(word);
    byte[] bits = new byte[dimension];
    int next = 0;
    for (int i = message.nextSetBit(0); i >= 0; i = message.nextSetBit(i + 1)) {
      bits[next++] = word[i];
    }
    return bits;
  }

  /** Its own inverse. */
  private static void transform(byte[] bits) {
    for (int half = 1; half < bits.length; half *= 2) {
      for (int block = 0; block < bits.length; block += 2 * half) {
        for (int i = block; i < block + half; i++) {
          bits[i] ^= bits[i + half];
        }
      }
    }
  }
}
