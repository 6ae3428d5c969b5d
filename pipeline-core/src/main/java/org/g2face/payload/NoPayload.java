package org.g2face.payload;

import org.g2face.payload.PayloadCodec.Reading.Unreadable;

/**
 * A password that hides nothing: random bits, so that a picture looks like any other and nobody can
 * ever bring the face back from it.
 *
 * <p>The bits follow from a secret and the {@link Binding} alone; they know nothing of the
 * identity. With one secret for a whole job a repeated task draws the same picture, and as soon as
 * the secret is forgotten nobody can tell the bits from those of a coin.
 */
public final class NoPayload implements PayloadCodec {
  private final BitSeeds seeds;
  private final int capacity;
  private final int identitySize;

  /**
   * @param secret at least one byte, drawn for one job and kept nowhere
   * @param capacity bits that the picture holds
   * @param identitySize coordinates of an identity, however many
   */
  public NoPayload(byte[] secret, int capacity, int identitySize) {
    this.seeds = new BitSeeds(secret);
    this.capacity = capacity;
    this.identitySize = identitySize;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public int identitySize() {
    return identitySize;
  }

  @Override
  public float[] encode(float[] identity, Binding binding) {
    return BitSeeds.bits(seeds.of(binding), capacity);
  }

  @Override
  public Reading decode(float[] logits, Binding binding) {
    return new Unreadable(
        "cannot recover: the dataset was anonymized irreversibly, its pictures hide random bits");
  }
}
