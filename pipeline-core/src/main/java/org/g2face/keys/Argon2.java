package org.g2face.keys;

import com.google.crypto.tink.subtle.Random;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Makes a key of a passphrase by Argon2id, version 1.3 (RFC 9106).
 *
 * <p>The limits keep a file from strangers from taking a machine's memory or its day.
 *
 * @param memoryKib memory to fill, 8 KiB for each lane to 1 GiB
 * @param iterations passes over it, 1 to 32
 * @param lanes 1 to 16
 * @param salt 16 to 64 bytes in hexadecimal, new for each file
 */
public record Argon2(int memoryKib, int iterations, int lanes, String salt) implements Protection {
  private static final int MOST_KIB = 1 << 20;
  private static final int MOST_ITERATIONS = 32;
  private static final int MOST_LANES = 16;
  private static final int KIB_FOR_A_LANE = 8;
  private static final int SALT_BYTES = 16;
  private static final int KEY_BYTES = 32;

  /** Checks the limits. */
  public Argon2 {
    require(lanes >= 1 && lanes <= MOST_LANES, "lanes", lanes, "1 to " + MOST_LANES);
    require(
        iterations >= 1 && iterations <= MOST_ITERATIONS,
        "iterations",
        iterations,
        "1 to " + MOST_ITERATIONS);
    require(
        memoryKib >= KIB_FOR_A_LANE * lanes && memoryKib <= MOST_KIB,
        "memoryKib",
        memoryKib,
        KIB_FOR_A_LANE * lanes + " to " + MOST_KIB);
    if (salt == null || !salt.matches("([0-9a-f]{2}){16,64}")) {
      throw new IllegalArgumentException("the salt must be 16 to 64 bytes in hexadecimal");
    }
  }

  /** RFC 9106's choice where 64 MiB can be spared, with a new salt; about half a second. */
  public static Argon2 standard() {
    return new Argon2(1 << 16, 3, 4, HexFormat.of().formatHex(Random.randBytes(SALT_BYTES)));
  }

  /** The same costs with a new salt. */
  Argon2 withNewSalt() {
    return new Argon2(
        memoryKib, iterations, lanes, HexFormat.of().formatHex(Random.randBytes(SALT_BYTES)));
  }

  /** 32 bytes that follow from the passphrase and the parameters. */
  byte[] key(char[] passphrase) {
    ByteBuffer utf8 = StandardCharsets.UTF_8.encode(CharBuffer.wrap(passphrase));
    byte[] password = new byte[utf8.remaining()];
    utf8.get(password);
    Arrays.fill(utf8.array(), (byte) 0);
    try {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(memoryKib)
              .withIterations(iterations)
              .withParallelism(lanes)
              .withSalt(HexFormat.of().parseHex(salt))
              .build());
      byte[] key = new byte[KEY_BYTES];
      generator.generateBytes(password, key);
      return key;
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  private static void require(boolean valid, String what, int value, String range) {
    if (!valid) {
      throw new IllegalArgumentException(what + " must be " + range + ", not " + value);
    }
  }

  @Override
  public String describe() {
    return "a passphrase, by Argon2id (%d KiB, %d iterations, %d lanes)"
        .formatted(memoryKib, iterations, lanes);
  }
}
