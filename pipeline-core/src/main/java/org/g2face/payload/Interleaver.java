package org.g2face.payload;

import java.util.Random;

/**
 * Spreads the bits of a word over the picture, so that a spot which ruins neighbouring places ruins
 * bits that have nothing to do with each other.
 *
 * <p>A fixed shuffle (Fisher and Yates), drawn with {@link Random}, whose numbers the Java platform
 * specifies. Pictures that exist were written by it, so it never changes.
 */
final class Interleaver {
  private static final long SEED = 1;

  /** Where the bit i of a word lies in the picture. */
  private final int[] places;

  Interleaver(int length) {
    places = new int[length];
    Random random = new Random(SEED);
    for (int i = 0; i < length; i++) {
      int other = random.nextInt(i + 1);
      places[i] = places[other];
      places[other] = i;
    }
  }

  /** From the order of a word to that of the picture; bits as numbers 0 and 1. */
  float[] spread(byte[] word) {
    float[] picture = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      picture[places[i]] = word[i];
    }
    return picture;
  }

  /** From the order of the picture to that of a word. */
  float[] gather(float[] picture) {
    float[] word = new float[places.length];
    for (int i = 0; i < places.length; i++) {
      word[i] = picture[places[i]];
    }
    return word;
  }
}
