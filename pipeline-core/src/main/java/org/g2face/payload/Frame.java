package org.g2face.payload;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A sealed identity with what must be known before a key is tried.
 *
 * <pre>
 * 1 byte   version of the format
 * 4 bytes  number of the key, as in Tink's output prefix
 * n bytes  ciphertext of AES-SIV, the tag of 16 bytes first
 * 4 bytes  CRC-32 of all before
 * </pre>
 *
 * <p>The checksum is no protection. It tells a reading that was corrected in full from one that was
 * not, so that a picture that lacks nothing but the right key can be told from a damaged one.
 *
 * @param keyId names the key that sealed
 * @param ciphertext without Tink's prefix
 */
record Frame(int keyId, byte[] ciphertext) {
  /** Stands for the layout here, the packing, the code and the interleaving. */
  static final byte VERSION = 1;

  private static final byte TINK = 1;
  private static final int HEADER = 1 + Integer.BYTES;
  private static final int CHECKSUM = Integer.BYTES;

  /** Bytes besides the ciphertext. */
  static final int OVERHEAD = HEADER + CHECKSUM;

  /**
   * @param sealed what Tink gave: a byte 1, the key's number, the ciphertext
   */
  static Frame ofTink(byte[] sealed) {
    ByteBuffer bytes = ByteBuffer.wrap(sealed);
    if (sealed.length < HEADER || bytes.get() != TINK) {
      throw new IllegalArgumentException(
          "the key that seals lacks Tink's output prefix; make keys with the prefix TINK");
    }
    int keyId = bytes.getInt();
    return new Frame(keyId, rest(bytes));
  }

  /** As Tink wants it back. */
  byte[] toTink() {
    return ByteBuffer.allocate(HEADER + ciphertext.length)
        .put(TINK)
        .putInt(keyId)
        .put(ciphertext)
        .array();
  }

  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(ciphertext.length + OVERHEAD);
    bytes.put(VERSION).putInt(keyId).put(ciphertext);
    return bytes.putInt(checksum(bytes.array())).array();
  }

  /** Empty if these are not the bytes of a frame of this version. */
  static Optional<Frame> read(byte[] frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    if (bytes.getInt(frame.length - CHECKSUM) != checksum(frame) || bytes.get() != VERSION) {
      return Optional.empty();
    }
    int keyId = bytes.getInt();
    return Optional.of(new Frame(keyId, rest(bytes.limit(frame.length - CHECKSUM))));
  }

  private static int checksum(byte[] frame) {
    CRC32 crc = new CRC32();
    crc.update(frame, 0, frame.length - CHECKSUM);
    return (int) crc.getValue();
  }

  private static byte[] rest(ByteBuffer bytes) {
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    return rest;
  }
}
