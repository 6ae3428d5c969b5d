package org.g2face.jobs.output;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names things so that only the holder of a key can tell which name belongs to what: HMAC-SHA-256,
 * RFC 2104. A hash without a key would not do, for names can be guessed.
 */
public final class KeyedHash implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String ALGORITHM = "HmacSHA256";
  private static final int DIGITS = 32;

  private final byte[] key;

  /**
   * @param key at least one byte
   */
  public KeyedHash(byte[] key) {
    this.key = key.clone();
  }

  /** The first 128 bits, in hexadecimal. */
  public String of(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  /** Without the key, which is secret. */
  @Override
  public String toString() {
    return "KeyedHash";
  }
}
