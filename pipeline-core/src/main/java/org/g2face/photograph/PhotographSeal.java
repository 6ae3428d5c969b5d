package org.g2face.photograph;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.g2face.image.Alpha;
import org.g2face.image.RgbImage;
import org.g2face.payload.Binding;
import org.g2face.payload.SealingKeys;

/**
 * Encrypts what brings the faces of a published photograph back, so that it opens with the same
 * keys, for the same dataset and model and beside the very same pixels, and not otherwise.
 *
 * <p>AES-SIV (RFC 5297), in Tink's format: the number of the key stands in front in the clear. The
 * same photograph gives the same bytes again, and nobody without the key can read, change or
 * exchange them. Safe to share between threads.
 */
public final class PhotographSeal {
  /** Unlike any password's, so that neither opens as the other. */
  private static final String PURPOSE = "g2face sealed faces of a photograph";

  private static final byte TINK = 1;
  private static final int PREFIX = 1 + Integer.BYTES;

  private final SealingKeys keys;
  private final String dataset;
  private final String model;

  /** What opening gives. */
  sealed interface Opening {
    /** What was sealed. */
    record Opened(byte[] plain) implements Opening {}

    /**
     * Nothing.
     *
     * @param reason for a person
     */
    record Unreadable(String reason) implements Opening {}
  }

  /**
   * @param dataset names the anonymized dataset
   * @param model fingerprint of the model package
   */
  public PhotographSeal(SealingKeys keys, String dataset, String model) {
    this.keys = keys;
    this.dataset = dataset;
    this.model = model;
  }

  /** What the networks bind the bits of a face to. */
  Binding binding(String face) {
    return new Binding(dataset, face, model);
  }

  byte[] seal(byte[] plain, RgbImage picture, Optional<Alpha> alpha) {
    try {
      return keys.aead().encryptDeterministically(plain, place(picture, alpha));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key cannot encrypt", e);
    }
  }

  Opening open(byte[] sealed, RgbImage picture, Optional<Alpha> alpha) {
    if (sealed.length < PREFIX || sealed[0] != TINK) {
      return new Opening.Unreadable("what the file holds was not sealed with a key set");
    }
    int id = ByteBuffer.wrap(sealed).getInt(1);
    if (!keys.ids().contains(id)) {
      return new Opening.Unreadable(
          "the photograph was sealed with the key "
              + Integer.toUnsignedString(id)
              + ", which is not in the keyset");
    }
    try {
      return new Opening.Opened(
          keys.aead().decryptDeterministically(sealed, place(picture, alpha)));
    } catch (GeneralSecurityException e) {
      return new Opening.Unreadable(
          "wrong key or changed photograph: what the file holds was not sealed with this key for"
              + " this dataset and model, beside these pixels");
    }
  }

  /** A digest of all that it is bound to, the pixels row by row so as not to copy them at once. */
  private byte[] place(RgbImage picture, Optional<Alpha> alpha) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      add(digest, dataset);
      add(digest, model);
      ByteBuffer size = ByteBuffer.allocate(2 * Integer.BYTES);
      digest.update(size.putInt(picture.width()).putInt(picture.height()).flip());
      for (int y = 0; y < picture.height(); y++) {
        digest.update(picture.crop(0, y, picture.width(), 1).toBytes());
        for (int x = 0; alpha.isPresent() && x < picture.width(); x++) {
          digest.update((byte) alpha.get().level(x, y));
        }
      }
      byte[] purpose = PURPOSE.getBytes(StandardCharsets.UTF_8);
      byte[] bound = digest.digest();
      return ByteBuffer.allocate(purpose.length + bound.length).put(purpose).put(bound).array();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
