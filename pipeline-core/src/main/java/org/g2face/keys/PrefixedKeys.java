package org.g2face.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;

/**
 * Several keys of one purpose behind one primitive, in the format of Tink's keysets: a byte 1 and
 * the key's number in four bytes, then what the key gave.
 *
 * @see <a href="https://developers.google.com/tink/wire-format">Tink's wire format</a>
 */
final class PrefixedKeys {
  private static final byte VERSION = 1;
  private static final int PREFIX = 1 + Integer.BYTES;

  private PrefixedKeys() {}

  /** The first key of {@code keys} encrypts, the one that is named opens. */
  record Deterministic(Map<Integer, DeterministicAead> keys) implements DeterministicAead {
    @Override
    public byte[] encryptDeterministically(byte[] plaintext, byte[] associatedData)
        throws GeneralSecurityException {
      var first = keys.entrySet().iterator().next();
      return with(
          first.getKey(), first.getValue().encryptDeterministically(plaintext, associatedData));
    }

    @Override
    public byte[] decryptDeterministically(byte[] ciphertext, byte[] associatedData)
        throws GeneralSecurityException {
      return named(keys, ciphertext).decryptDeterministically(body(ciphertext), associatedData);
    }

    @Override
    public String toString() {
      return "Deterministic" + keys.keySet();
    }
  }

  /** The first key of {@code keys} encrypts, the one that is named opens. */
  record Randomised(Map<Integer, Aead> keys) implements Aead {
    @Override
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
      var first = keys.entrySet().iterator().next();
      return with(first.getKey(), first.getValue().encrypt(plaintext, associatedData));
    }

    @Override
    public byte[] decrypt(byte[] ciphertext, byte[] associatedData)
        throws GeneralSecurityException {
      return named(keys, ciphertext).decrypt(body(ciphertext), associatedData);
    }

    @Override
    public String toString() {
      return "Randomised" + keys.keySet();
    }
  }

  private static byte[] with(int id, byte[] body) {
    return ByteBuffer.allocate(PREFIX + body.length).put(VERSION).putInt(id).put(body).array();
  }

  private static <P> P named(Map<Integer, P> keys, byte[] ciphertext)
      throws GeneralSecurityException {
    if (ciphertext.length < PREFIX || ciphertext[0] != VERSION) {
      throw new GeneralSecurityException("not encrypted with a key of a key set");
    }
    int id = ByteBuffer.wrap(ciphertext, 1, Integer.BYTES).getInt();
    P key = keys.get(id);
    if (key == null) {
      throw new GeneralSecurityException(
          "encrypted with the key " + KeyInfo.name(id) + ", which is not in the key set");
    }
    return key;
  }

  private static byte[] body(byte[] ciphertext) {
    return Arrays.copyOfRange(ciphertext, PREFIX, ciphertext.length);
  }
}
