package org.g2face.payload;

/**
 * Uniform bits that say nothing of a face and can be drawn again: from a seed, which follows from a
 * secret and a {@link Binding}.
 *
 * <p>A seed is short enough to be kept, whatever the size of the picture that hides the bits. Who
 * has the seed has the bits; who has neither it nor the secret cannot tell them from those of a
 * coin. Safe to share between threads.
 */
public final class BitSeeds {
  /** Bytes of a seed. */
  public static final int BYTES = 32;

  private final KeyedRandom random;

  /**
   * @param secret at least one byte; copied
   */
  public BitSeeds(byte[] secret) {
    this.random = new KeyedRandom(secret);
  }

  /** The seed that belongs to a picture, {@link #BYTES} long. */
  public byte[] of(Binding binding) {
    return random.digest("bits", binding.dataset(), binding.image(), binding.model());
  }

  /**
   * The bits of a seed, each 0 or 1. Asking for more does not change the first.
   *
   * @param count how many a picture holds
   */
  public static float[] bits(byte[] seed, int count) {
    byte[] drawn =
        Bits.of(new KeyedRandom(seed).bytes((count + Byte.SIZE - 1) / Byte.SIZE, "seeded bits"));
    float[] bits = new float[count];
    for (int i = 0; i < count; i++) {
      bits[i] = drawn[i];
    }
    return bits;
  }
}
