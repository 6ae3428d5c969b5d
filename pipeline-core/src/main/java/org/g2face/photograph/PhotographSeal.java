package org.g2face.photograph;

import com.google.crypto.tink.subtle.AesSiv;
import com.google.crypto.tink.subtle.Hkdf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.g2face.image.Alpha;
import org.g2face.image.RgbImage;

/**
 * Encrypts what brings the faces of a published photograph back, so that it opens with the same
 * secret, for the same model and beside the very same pixels, and not otherwise.
 *
 * <p>AES-SIV (RFC 5297): the same photograph gives the same bytes again, and nobody without the
 * secret can read, change or exchange them. Safe to share between threads.
 */
public final class PhotographSeal {
  private static final int LEAST_SECRET = 32;
  private static final int KEY_BYTES = 64;

  private final AesSiv cipher;
  private final byte[] model;

  /**
   * @param secret at least 32 bytes that cannot be guessed
   * @param model fingerprint of the model package
   */
  public PhotographSeal(byte[] secret, String model) {
    if (secret.length < LEAST_SECRET) {
      throw new IllegalArgumentException(
          "the secret for sealing faces has " + secret.length + " bytes; it needs " + LEAST_SECRET);
    }
    this.model = model.getBytes(StandardCharsets.UTF_8);
    byte[] purpose = "g2face sealed faces of photographs".getBytes(StandardCharsets.UTF_8);
    try {
      cipher = new AesSiv(Hkdf.computeHkdf("HMACSHA256", secret, new byte[0], purpose, KEY_BYTES));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-SIV is not to be had", e);
    }
  }

  byte[] seal(byte[] plain, RgbImage picture, Optional<Alpha> alpha) {
    try {
      return cipher.encryptDeterministically(plain, place(picture, alpha));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-SIV failed", e);
    }
  }

  /** Empty if it was sealed with another secret, for another model or another picture. */
  Optional<byte[]> open(byte[] sealed, RgbImage picture, Optional<Alpha> alpha) {
    try {
      return Optional.of(cipher.decryptDeterministically(sealed, place(picture, alpha)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** The model and a digest of the pixels, row by row so that they are not copied at once. */
  private byte[] place(RgbImage picture, Optional<Alpha> alpha) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(model.length).flip());
      digest.update(model);
      ByteBuffer size = ByteBuffer.allocate(2 * Integer.BYTES);
      digest.update(size.putInt(picture.width()).putInt(picture.height()).flip());
      for (int y = 0; y < picture.height(); y++) {
        digest.update(picture.crop(0, y, picture.width(), 1).toBytes());
        for (int x = 0; alpha.isPresent() && x < picture.width(); x++) {
          digest.update((byte) alpha.get().level(x, y));
        }
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
