package org.g2face.payload;

/** An identity embedding as the bits that are hidden in a picture, and back. */
public interface PayloadCodec {

  /** How many bits the picture holds: (S / 2)^2 for a picture of S x S pixels. */
  int capacity();

  /** How many coordinates an identity embedding has. */
  int identitySize();

  /**
   * The bits to hide; the same ones for the same arguments, so that a repeated task draws the same
   * picture.
   *
   * @param identity finite coordinates, as the recogniser gives them
   * @param binding what the password shall belong to; a codec without a key takes no notice of it
   * @return {@link #capacity} values, each 0 or 1, in the order in which the generator takes them
   */
  float[] encode(float[] identity, Binding binding);

  /**
   * A codec like this one that carries a code of the face, too; this one if its kind carries none.
   *
   * @param bits of a code
   * @throws IllegalArgumentException if they do not fit, with the numbers
   */
  default PayloadCodec withCode(int bits) {
    return this;
  }

  /**
   * The bits to hide, with a code of the face where the codec carries one.
   *
   * @param code as many bits as {@link #withCode} was told, each 0 or 1
   */
  default float[] encode(float[] identity, float[] code, Binding binding) {
    return encode(identity, binding);
  }

  /**
   * @param logits what the extractor reads from a picture: {@link #capacity} values, positive for a
   *     bit that is rather 1; how far from zero says how sure it is
   * @param binding what the picture is said to be
   */
  Reading decode(float[] logits, Binding binding);

  /** What became of a hidden password. */
  sealed interface Reading {

    /**
     * An identity; whether it is the right one depends on what the codec can check.
     *
     * @param identity {@link #identitySize} finite coordinates
     * @param code of the face, each 0 or 1; empty if none was hidden
     * @param bits the bits that were hidden, each 0 or 1, as far as the codec can tell
     */
    record Opened(float[] identity, float[] code, float[] bits) implements Reading {
      public Opened {
        identity = identity.clone();
        code = code.clone();
        bits = bits.clone();
      }

      /** Without a code of the face. */
      public Opened(float[] identity, float[] bits) {
        this(identity, new float[0], bits);
      }

      @Override
      public float[] code() {
        return code.clone();
      }

      @Override
      public float[] identity() {
        return identity.clone();
      }

      @Override
      public float[] bits() {
        return bits.clone();
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
