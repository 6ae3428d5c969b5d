package org.g2face.payload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Random numbers that follow from a key and a few words, alike on every machine.
 *
 * <p>HMAC-SHA256 in counter mode (NIST SP 800-108, section 4.1): block i is the HMAC of the words
 * and i. Each word is preceded by its length, so that no two lists of words give the same message.
 * Without the key the numbers can be neither computed nor told from chance. Safe to share between
 * threads.
 */
final class KeyedRandom {
  private static final String ALGORITHM = "HmacSHA256";
  private static final double TWO_TO_32 = 4294967296.0;

  private final SecretKeySpec key;

  /**
   * @param key at least one byte; as hard to guess as the results shall be
   */
  KeyedRandom(byte[] key) {
    if (key.length == 0) {
      throw new IllegalArgumentException("the key is empty");
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** 32 bytes. */
  byte[] digest(String... words) {
    return mac().doFinal(message(words));
  }

  /**
   * Independent numbers from N(0, 1), by the method of Box and Muller.
   *
   * <p>Uniform numbers have 32 bits, so that none is further than 6.8 from 0. {@link StrictMath}
   * gives the same last bit on all processors. Asking for more numbers does not change the first.
   */
  float[] normals(int count, String... words) {
    float[] normals = new float[count];
    ByteBuffer bits = ByteBuffer.wrap(bytes(Math.multiplyExact(count + 1, Integer.BYTES), words));
    for (int i = 0; i < count; i += 2) {
      double radius = StrictMath.sqrt(-2 * StrictMath.log(uniform(bits)));
      double angle = 2 * StrictMath.PI * uniform(bits);
      normals[i] = (float) (radius * StrictMath.cos(angle));
      if (i + 1 < count) {
        normals[i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
    return normals;
  }

  /** Uniform bytes. Asking for more does not change the first. */
  byte[] bytes(int count, String... words) {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    Mac mac = mac();
    byte[] prefix = message(words);
    for (long counter = 0; bytes.hasRemaining(); counter++) {
      mac.update(prefix);
      byte[] block = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
      bytes.put(block, 0, Math.min(block.length, bytes.remaining()));
    }
    return bytes.array();
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /** Each word in UTF-8 behind its length in four bytes. */
  static byte[] message(String... words) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (String word : words) {
      byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
      message.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
      message.writeBytes(utf8);
    }
    return message.toByteArray();
  }

  /** The middle of one of 2^32 equal parts of (0, 1). */
  private static double uniform(ByteBuffer bits) {
    return (Integer.toUnsignedLong(bits.getInt()) + 0.5) / TWO_TO_32;
  }
}
