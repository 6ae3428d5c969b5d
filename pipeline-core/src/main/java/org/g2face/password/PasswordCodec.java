package org.g2face.password;

/** An identity embedding as the bits that are hidden in a picture, and back. */
public interface PasswordCodec {

  /** How many bits the picture holds: (S / 2)^2 for a picture of S x S pixels. */
  int capacity();

  /** How many coordinates an identity embedding has. */
  int identitySize();

  /**
   * @param identity finite coordinates, as the recogniser gives them
   * @return {@link #capacity} values, each 0 or 1, in the order in which the generator takes them
   */
  float[] encode(float[] identity);

  /**
   * @param logits what the extractor reads from a picture: {@link #capacity} values, positive for
   *     a bit that is rather 1; how far from zero says how sure it is
   */
  Reading decode(float[] logits);

  /** What became of a hidden password. */
  sealed interface Reading {

    /**
     * An identity; whether it is the right one depends on what the codec can check.
     *
     * @param identity {@link #identitySize} finite coordinates
     */
    record Opened(float[] identity) implements Reading {
      public Opened {
        identity = identity.clone();
      }

      @Override
      public float[] identity() {
        return identity.clone();
      }
    }

    /**
     * Nothing that can be used.
     *
     * @param reason one sentence for a person
     */
    record Unreadable(String reason) implements Reading {}
  }
}
