package org.g2face.payload;

import org.g2face.payload.PayloadCodec.Reading.Opened;
import org.g2face.payload.PayloadCodec.Reading.Unreadable;

/**
 * The published system's password: the coordinates as IEEE 754 single precision numbers.
 *
 * <p>32 bits a coordinate, the sign first, then the exponent, then the mantissa, each with its most
 * significant bit first. No key, no check, no correction: whoever has the extractor can read it,
 * and a wrong exponent bit ruins its coordinate. Numbers outside [-50, 50] cannot come from a
 * recogniser and are read as 0, as the published recovery does.
 *
 * <p>Where the picture holds at least twice the bits needed, the whole password is written as often
 * as it fits, and the logits of the copies are added before a bit is decided. Bits left over are 0.
 *
 * @param capacity bits that the picture holds
 * @param identitySize coordinates of an identity
 */
public record Ieee754Codec(int capacity, int identitySize) implements PayloadCodec {
  private static final float LARGEST = 50;

  public Ieee754Codec {
    if (identitySize < 1) {
      throw new IllegalArgumentException("no identity has " + identitySize + " coordinates");
    }
    if ((long) identitySize * Float.SIZE > capacity) {
      throw new IllegalArgumentException(
          "%d coordinates are %d bits, but the picture holds only %d; use a larger picture or a"
                  .formatted(identitySize, (long) identitySize * Float.SIZE, capacity)
              + " smaller embedding");
    }
  }

  @Override
  public float[] encode(float[] identity, Binding binding) {
    if (identity.length != identitySize) {
      throw new IllegalArgumentException(
          identity.length + " coordinates instead of " + identitySize);
    }
    float[] bits = new float[capacity];
    for (int copy = 0; copy < copies(); copy++) {
      int at = copy * passwordBits();
      for (float coordinate : identity) {
        int word = Float.floatToRawIntBits(coordinate);
        for (int bit = Float.SIZE - 1; bit >= 0; bit--) {
          bits[at++] = word >>> bit & 1;
        }
      }
    }
    return bits;
  }

  @Override
  public Reading decode(float[] logits, Binding binding) {
    if (logits.length != capacity) {
      throw new IllegalArgumentException(logits.length + " logits instead of " + capacity);
    }
    float[] identity = new float[identitySize];
    for (int i = 0; i < identitySize; i++) {
      int word = 0;
      for (int bit = 0; bit < Float.SIZE; bit++) {
        float logit = sumOfCopies(logits, i * Float.SIZE + bit);
        if (Float.isNaN(logit)) {
          return new Unreadable("the extractor gave values that are not numbers");
        }
        word = word << 1 | (logit > 0 ? 1 : 0);
      }
      float coordinate = Float.intBitsToFloat(word);
      identity[i] = Math.abs(coordinate) <= LARGEST ? coordinate : 0;
    }
    return new Opened(identity, likelier(logits));
  }

  private static float[] likelier(float[] logits) {
    float[] bits = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      bits[i] = logits[i] > 0 ? 1 : 0;
    }
    return bits;
  }

  private float sumOfCopies(float[] logits, int bit) {
    float sum = 0;
    for (int copy = 0; copy < copies(); copy++) {
      sum += logits[copy * passwordBits() + bit];
    }
    return sum;
  }

  private int passwordBits() {
    return identitySize * Float.SIZE;
  }

  private int copies() {
    return capacity / passwordBits();
  }
}
