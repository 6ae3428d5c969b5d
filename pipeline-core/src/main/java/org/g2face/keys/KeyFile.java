package org.g2face.keys;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A key set as it lies on a disk: what may be known of it in the clear, and the keys encrypted.
 *
 * <p>JSON. The keys are three Tink keysets under AES-256-GCM, by a key that follows from a
 * passphrase or is wrapped by a key management service; everything in the clear is their associated
 * data, so that none of it can be changed unnoticed.
 */
public final class KeyFile {
  /** Many times longer than any such file. */
  public static final int LONGEST = 1 << 20;

  /** A passphrase is guessed at leisure by whoever has the file. */
  public static final int SHORTEST_PASSPHRASE = 12;

  private static final String FORMAT = "g2face-keys";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Header header;
  private final byte[] encrypted;

  /** The part in the clear. */
  private record Header(
      String format, int version, String name, Protection protection, List<KeyInfo> keys) {}

  private record Content(Header header, String encrypted) {}

  private KeyFile(Header header, byte[] encrypted) {
    this.header = header;
    this.encrypted = encrypted;
  }

  /** Asks for a passphrase, once, if it is needed. The caller of it clears the characters. */
  public interface Passphrase {
    /**
     * The passphrase.
     *
     * @throws IOException if there is none to be had; the message says where it was looked for
     */
    char[] get() throws IOException;
  }

  /**
   * Encrypts a key set.
   *
   * @throws KeySetException if the key management service cannot be used
   * @throws IOException if there is no passphrase
   */
  public static KeyFile encrypt(KeySet keys, Protection protection, Passphrase passphrase)
      throws IOException {
    Protection fresh = protection instanceof Argon2 argon2 ? argon2.withNewSalt() : protection;
    Header header = new Header(FORMAT, VERSION, keys.name(), fresh, keys.keys());
    byte[] cleartext = keys.serialise();
    try {
      return new KeyFile(
          header, aead(fresh, passphrase).encrypt(cleartext, associatedData(header)));
    } catch (GeneralSecurityException e) {
      throw new KeySetException("the keys cannot be encrypted by " + fresh.describe(), e);
    } finally {
      Arrays.fill(cleartext, (byte) 0);
    }
  }

  /**
   * Decrypts the key set.
   *
   * @throws KeySetException if the passphrase is wrong, the service refuses, or the file was
   *     changed
   * @throws IOException if there is no passphrase
   */
  public KeySet open(Passphrase passphrase) throws IOException {
    byte[] cleartext;
    try {
      cleartext = aead(header.protection(), passphrase).decrypt(encrypted, associatedData(header));
    } catch (GeneralSecurityException e) {
      throw new KeySetException(
          header.protection() instanceof Argon2
              ? "the keys '" + name() + "' do not open: wrong passphrase, or a changed file"
              : "the keys '"
                  + name()
                  + "' do not open by "
                  + header.protection().describe()
                  + ": "
                  + e.getMessage());
    }
    try {
      return KeySet.parse(name(), cleartext, keys());
    } finally {
      Arrays.fill(cleartext, (byte) 0);
    }
  }

  private static Aead aead(Protection protection, Passphrase passphrase)
      throws IOException, GeneralSecurityException {
    if (protection instanceof KeyService service) {
      return new Envelope(service.key());
    }
    char[] secret = passphrase.get();
    try {
      return new AesGcmJce(((Argon2) protection).key(secret));
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  /** The header as this version of the program writes it, whatever the file's spaces are. */
  private static byte[] associatedData(Header header) throws KeySetException {
    return checked(() -> JSON.writeValueAsBytes(header));
  }

  /** The key set's name; like all that follows not to be relied on before it was opened. */
  public String name() {
    return header.name();
  }

  /** What it is encrypted by. */
  public Protection protection() {
    return header.protection();
  }

  /** What may be told of the keys. */
  public List<KeyInfo> keys() {
    return header.keys();
  }

  /** The file. */
  public byte[] toBytes() throws KeySetException {
    return checked(
        () ->
            JSON.writer()
                .with(SerializationFeature.INDENT_OUTPUT)
                .writeValueAsBytes(
                    new Content(header, Base64.getEncoder().encodeToString(encrypted))));
  }

  /**
   * Reads a file; opens nothing.
   *
   * @throws KeySetException if it is none of these files
   */
  public static KeyFile parse(byte[] bytes) throws KeySetException {
    if (bytes.length > LONGEST) {
      throw new KeySetException("longer than " + LONGEST + " bytes: this is no key file");
    }
    try {
      Content content = JSON.readValue(bytes, Content.class);
      Header header = content.header();
      if (header == null || !FORMAT.equals(header.format())) {
        throw new KeySetException("this is no key file");
      }
      if (header.version() != VERSION) {
        throw new KeySetException(
            "a key file of version "
                + header.version()
                + "; this program"
                + " reads version "
                + VERSION);
      }
      if (header.name() == null || header.protection() == null || header.keys() == null) {
        throw new KeySetException("the key file is incomplete");
      }
      return new KeyFile(
          new Header(
              FORMAT, VERSION, header.name(), header.protection(), List.copyOf(header.keys())),
          Base64.getDecoder().decode(content.encrypted()));
    } catch (JacksonException e) {
      // The library quotes what it read, which might be a passphrase that was taken for a key file.
      throw new KeySetException(
          e.getCause() instanceof IllegalArgumentException told
              ? "the key file cannot be used: " + told.getMessage()
              : "this is no key file");
    } catch (KeySetException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new KeySetException("the key file is damaged");
    }
  }

  private static byte[] checked(Callable<byte[]> json) throws KeySetException {
    try {
      return json.call();
    } catch (Exception e) {
      throw new KeySetException("the key file cannot be written", e);
    }
  }
}
