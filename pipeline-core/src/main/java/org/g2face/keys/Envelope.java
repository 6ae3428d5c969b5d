package org.g2face.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Encrypts each message with a key of its own, and that key with another one.
 *
 * <p>The result is the length of the wrapped key in two bytes, the wrapped key, and the message
 * under AES-256-GCM. A key management service is sent 32 bytes, however long the message is; a key
 * in a file encrypts 32 random bytes a message, far below the number of messages for which
 * AES-GCM's random nonces are safe.
 *
 * @param wrapping encrypts the messages' keys
 */
public record Envelope(Aead wrapping) implements Aead {
  private static final int KEY_BYTES = 32;

  @Override
  public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws GeneralSecurityException {
    byte[] key = Random.randBytes(KEY_BYTES);
    byte[] wrapped = wrapping.encrypt(key, associatedData);
    byte[] body = new AesGcmJce(key).encrypt(plaintext, associatedData);
    Arrays.fill(key, (byte) 0);
    if (wrapped.length > Character.MAX_VALUE) {
      throw new GeneralSecurityException("a wrapped key of " + wrapped.length + " bytes");
    }
    return ByteBuffer.allocate(Short.BYTES + wrapped.length + body.length)
        .putShort((short) wrapped.length)
        .put(wrapped)
        .put(body)
        .array();
  }

  @Override
  public byte[] decrypt(byte[] ciphertext, byte[] associatedData) throws GeneralSecurityException {
    int length =
        ciphertext.length < Short.BYTES
            ? Integer.MAX_VALUE
            : Short.toUnsignedInt(ByteBuffer.wrap(ciphertext).getShort());
    if (length > ciphertext.length - Short.BYTES) {
      throw new GeneralSecurityException("too short for what it says it holds");
    }
    int body = Short.BYTES + length;
    byte[] key =
        wrapping.decrypt(Arrays.copyOfRange(ciphertext, Short.BYTES, body), associatedData);
    return new AesGcmJce(key)
        .decrypt(Arrays.copyOfRange(ciphertext, body, ciphertext.length), associatedData);
  }
}
