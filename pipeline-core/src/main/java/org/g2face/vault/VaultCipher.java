package org.g2face.vault;

import com.google.crypto.tink.Aead;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.g2face.io.Sha256;
import org.g2face.keys.Envelope;

/**
 * Encrypts originals so that each opens only under the id of its image in its dataset. Safe to
 * share between threads.
 *
 * <p>Encrypted are a version byte, the size in pixels, the SHA-256 of the file and the file; the
 * dataset and the image's id are associated data.
 */
public final class VaultCipher {
  private static final byte VERSION = 1;
  private static final int DIGEST = 32;
  private static final int HEADER = 1 + 2 * Integer.BYTES + DIGEST;

  private final Aead aead;
  private final String dataset;

  /**
   * @param vault the vault's key
   * @param dataset names the dataset
   */
  public VaultCipher(Aead vault, String dataset) {
    this.aead = new Envelope(vault);
    this.dataset = dataset;
  }

  /** Encrypts an original; 136 bytes longer than the file, and different at each call. */
  public byte[] seal(String imageId, Original original) {
    ByteBuffer content = ByteBuffer.allocate(HEADER + original.bytes().length);
    content
        .put(VERSION)
        .putInt(original.width())
        .putInt(original.height())
        .put(Sha256.digest().digest(original.bytes()))
        .put(original.bytes());
    try {
      return aead.encrypt(content.array(), place(imageId));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the vault's key cannot encrypt", e);
    }
  }

  /**
   * Decrypts an original.
   *
   * @throws VaultException if the key is another one, the bytes were changed, or they belong to
   *     another image or dataset
   */
  public Original open(String imageId, byte[] sealed) throws VaultException {
    ByteBuffer content;
    try {
      content = ByteBuffer.wrap(aead.decrypt(sealed, place(imageId)));
    } catch (GeneralSecurityException e) {
      throw new VaultException("does not open: wrong key, damaged, or of another image or dataset");
    }
    if (content.remaining() < HEADER || content.get() != VERSION) {
      throw new VaultException("was written by another version of this program");
    }
    int width = content.getInt();
    int height = content.getInt();
    byte[] digest = new byte[DIGEST];
    content.get(digest);
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    if (!MessageDigest.isEqual(digest, Sha256.digest().digest(bytes))) {
      throw new VaultException("was damaged before it was encrypted: its checksum does not fit");
    }
    return new Original(width, height, bytes);
  }

  /** Each word behind its length, so that no two places look alike. */
  private byte[] place(String imageId) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(bytes)) {
      for (String word : new String[] {"g2face vault", dataset, imageId}) {
        byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
        data.writeInt(utf8.length);
        data.write(utf8);
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
