package org.g2face.payload;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.g2face.payload.PayloadCodec.Reading.Opened;
import org.g2face.payload.PayloadCodec.Reading.Unreadable;
import org.g2face.payload.polar.PolarCode;

/**
 * A password that only the holder of a key can read, and only where it belongs.
 *
 * <p>The embedding is packed with a few bits a coordinate ({@link Quantiser}), encrypted and
 * authenticated with AES-SIV (RFC 5297) together with its {@link Binding}, framed with the number
 * of the key ({@link Frame}), written with a polar code that fills the picture's capacity ({@link
 * PolarCode}), and spread over the picture ({@link Interleaver}). AES-SIV needs no random numbers,
 * so equal input gives equal bits. Whoever has no key sees that a picture holds a sealed identity
 * and the number of its key, and nothing of the identity.
 *
 * <p>Reading uses how sure each bit was read, and tries harder as long as the checksum fails. Safe
 * to share between threads.
 */
public final class SealedCodec implements PayloadCodec {
  /** Bits of a coordinate; see docs/benchmarks.md for what they cost and gain. */
  static final int COORDINATE_BITS = 5;

  private static final int TAG_BYTES = 16;
  private static final int[] PATHS = {1, 8, 32};

  /** Of the logits' median magnitude: one false but loud place shall not outvote many others. */
  private static final float LOUDEST = 3;

  private static final String CANNOT = "cannot recover: ";

  private final SealingKeys keys;
  private final int capacity;
  private final Quantiser quantiser;
  private final int codeBits;
  private final PolarCode code;
  private final Interleaver interleaver;

  /**
   * @param capacity bits that the picture holds, a power of two
   * @param identitySize coordinates of an identity
   * @throws IllegalArgumentException if a sealed identity of this size is longer than the capacity
   */
  public SealedCodec(SealingKeys keys, int capacity, int identitySize) {
    this(keys, capacity, identitySize, 0);
  }

  /**
   * @param codeBits of a face's code that is sealed together with its identity
   */
  private SealedCodec(SealingKeys keys, int capacity, int identitySize, int codeBits) {
    if (identitySize < 1) {
      throw new IllegalArgumentException("no identity has " + identitySize + " coordinates");
    }
    this.keys = keys;
    this.capacity = capacity;
    quantiser = new Quantiser(identitySize, COORDINATE_BITS);
    this.codeBits = codeBits;
    int bits = (Frame.OVERHEAD + TAG_BYTES + quantiser.bytes() + codeBytes()) * Byte.SIZE;
    if (bits > capacity) {
      throw new IllegalArgumentException(
          ("%d coordinates%s are %d bits when sealed, but the picture holds only %d; use a larger"
                  + " picture or a smaller embedding")
              .formatted(
                  identitySize,
                  codeBits == 0 ? "" : " and a code of " + codeBits + " bits",
                  bits,
                  capacity));
    }
    code = new PolarCode(capacity, bits);
    interleaver = new Interleaver(capacity);
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public int identitySize() {
    return quantiser.size();
  }

  @Override
  public SealedCodec withCode(int bits) {
    return new SealedCodec(keys, capacity, quantiser.size(), bits);
  }

  private int codeBytes() {
    return (codeBits + Byte.SIZE - 1) / Byte.SIZE;
  }

  @Override
  public float[] encode(float[] identity, Binding binding) {
    return encode(identity, new float[codeBits], binding);
  }

  @Override
  public float[] encode(float[] identity, float[] code, Binding binding) {
    if (code.length != codeBits) {
      throw new IllegalArgumentException(code.length + " bits of code instead of " + codeBits);
    }
    byte[] each = new byte[codeBytes() * Byte.SIZE];
    for (int i = 0; i < code.length; i++) {
      each[i] = (byte) (code[i] > 0.5f ? 1 : 0);
    }
    byte[] packed =
        ByteBuffer.allocate(quantiser.bytes() + codeBytes())
            .put(quantiser.pack(identity))
            .put(Bits.toBytes(each))
            .array();
    try {
      byte[] sealed = keys.aead().encryptDeterministically(packed, associatedData(binding));
      return written(Frame.ofTink(sealed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key cannot encrypt", e);
    }
  }

  @Override
  public Reading decode(float[] logits, Binding binding) {
    if (logits.length != capacity) {
      throw new IllegalArgumentException(logits.length + " logits instead of " + capacity);
    }
    Optional<Frame> frame = corrected(interleaver.gather(bounded(logits)));
    if (frame.isEmpty()) {
      return new Unreadable(
          CANNOT
              + "wrong key or damaged image: too many of the hidden bits are wrong, or they are"
              + " no sealed identity");
    }
    return open(frame.get(), binding);
  }

  /**
   * Whether a sealed identity can be read in full, by its checksum; whether it opens is left open,
   * for this needs no key. A checksum of 32 bits is right by chance once in four thousand million.
   *
   * @param logits as for {@link #decode}
   */
  public boolean arrives(float[] logits) {
    return corrected(interleaver.gather(bounded(logits))).isPresent();
  }

  private Reading open(Frame frame, Binding binding) {
    if (!keys.ids().contains(frame.keyId())) {
      return new Unreadable(
          CANNOT
              + "the image was sealed with the key "
              + Integer.toUnsignedString(frame.keyId())
              + ", which is not in the keyset");
    }
    try {
      byte[] packed = keys.aead().decryptDeterministically(frame.toTink(), associatedData(binding));
      int identity = quantiser.bytes();
      byte[] each = Bits.of(Arrays.copyOfRange(packed, identity, packed.length));
      float[] code = new float[codeBits];
      for (int i = 0; i < codeBits; i++) {
        code[i] = each[i];
      }
      return new Opened(quantiser.unpack(Arrays.copyOf(packed, identity)), code, written(frame));
    } catch (GeneralSecurityException e) {
      return new Unreadable(
          CANNOT
              + "wrong key or damaged image: the hidden bits were not sealed with this key for"
              + " this dataset, image and model");
    }
  }

  private float[] written(Frame frame) {
    return interleaver.spread(code.encode(Bits.of(frame.toBytes())));
  }

  private Optional<Frame> corrected(float[] logits) {
    for (int paths : PATHS) {
      List<byte[]> messages = code.decode(logits, paths);
      for (byte[] message : messages) {
        Optional<Frame> frame = Frame.read(Bits.toBytes(message));
        if (frame.isPresent()) {
          return frame;
        }
      }
    }
    return Optional.empty();
  }

  /** In units of their median magnitude, which is at most {@link #LOUDEST}; 0 for no number. */
  private static float[] bounded(float[] logits) {
    float[] magnitudes = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      float magnitude = Math.min(Math.abs(logits[i]), Float.MAX_VALUE);
      magnitudes[i] = Float.isNaN(magnitude) ? 0 : magnitude;
    }
    Arrays.sort(magnitudes);
    float unit = Math.max(magnitudes[magnitudes.length / 2], Float.MIN_NORMAL);
    float[] bounded = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      float logit = Float.isNaN(logits[i]) ? 0 : logits[i] / unit;
      bounded[i] = Math.max(-LOUDEST, Math.min(LOUDEST, logit));
    }
    return bounded;
  }

  /** The version belongs to what is authenticated: no other format may be made of these bytes. */
  private static byte[] associatedData(Binding binding) {
    byte[] bound = binding.associatedData();
    return ByteBuffer.allocate(1 + bound.length).put(Frame.VERSION).put(bound).array();
  }
}
