package org.g2face.payload;

/**
 * Embeddings in few bits: one scale, and each coordinate as one of 2^bits equal steps.
 *
 * <p>The steps divide the range from minus to plus the largest magnitude, so that no coordinate is
 * cut off whatever the recogniser. Two bytes hold that magnitude, rounded up to a bfloat16; then
 * follow the steps, most significant bit first, and zeros up to a whole byte.
 *
 * @param size coordinates
 * @param bits of a coordinate, 1 to 8
 */
record Quantiser(int size, int bits) {
  private static final int LARGEST_BFLOAT16 = 0x7f7f;

  /** Bytes of every embedding. */
  int bytes() {
    return Short.BYTES + (size * bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  /**
   * @param identity finite coordinates
   * @throws IllegalArgumentException if there are more or fewer, or one is not finite
   */
  byte[] pack(float[] identity) {
    if (identity.length != size) {
      throw new IllegalArgumentException(identity.length + " coordinates instead of " + size);
    }
    int scale = scale(identity);
    double range = range(scale);
    byte[] packed = new byte[bytes() * Byte.SIZE];
    Bits.put(packed, 0, scale, Short.SIZE);
    for (int i = 0; i < size; i++) {
      double share = range == 0 ? 0.5 : (identity[i] / range + 1) / 2;
      int step = (int) Math.floor(share * steps());
      Bits.put(packed, at(i), Math.max(0, Math.min(steps() - 1, step)), bits);
    }
    return Bits.toBytes(packed);
  }

  /**
   * The middles of the steps that {@link #pack} chose.
   *
   * @param packed {@link #bytes} bytes
   */
  float[] unpack(byte[] packed) {
    byte[] each = Bits.of(packed);
    double range = range(Bits.get(each, 0, Short.SIZE));
    float[] identity = new float[size];
    for (int i = 0; i < size; i++) {
      double share = (Bits.get(each, at(i), bits) + 0.5) / steps();
      identity[i] = (float) (range * (2 * share - 1));
    }
    return identity;
  }

  private static int scale(float[] identity) {
    float largest = 0;
    for (float coordinate : identity) {
      if (!Float.isFinite(coordinate)) {
        throw new IllegalArgumentException("an embedding has coordinates that are no numbers");
      }
      largest = Math.max(largest, Math.abs(coordinate));
    }
    return Math.min(Float.floatToIntBits(largest) + 0xffff >>> Short.SIZE, LARGEST_BFLOAT16);
  }

  private static double range(int scale) {
    return Float.intBitsToFloat(scale << Short.SIZE);
  }

  private int steps() {
    return 1 << bits;
  }

  private int at(int coordinate) {
    return Short.SIZE + coordinate * bits;
  }
}
