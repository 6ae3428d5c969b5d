package org.g2face.payload;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.subtle.AesSiv;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Keys, identities and bad readings for tests of what is sealed. */
final class Sealing {
  static final Binding HERE = new Binding("a dataset", "a/picture.jpg", "0123abcd");

  private Sealing() {}

  /** A keyset as {@code g2face keys} makes them, with one key. */
  static KeysetHandle keyset() {
    try {
      DeterministicAeadConfig.register();
      return KeysetHandle.generateNew(KeyTemplates.get("AES256_SIV"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static SealingKeys keys(KeysetHandle keyset) {
    try {
      Set<Integer> ids =
          IntStream.range(0, keyset.size())
              .mapToObj(i -> keyset.getAt(i).getId())
              .collect(Collectors.toSet());
      return new SealingKeys(keyset.getPrimitive(DeterministicAead.class), ids);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same keys in every run, for statistics. */
  static SealingKeys fixedKeys(long seed) {
    byte[] key = new byte[64];
    new Random(seed).nextBytes(key);
    byte[] prefix = ByteBuffer.allocate(5).put((byte) 1).putInt((int) seed).array();
    try {
      AesSiv siv = new AesSiv(key);
      return new SealingKeys(
          new DeterministicAead() {
            @Override
            public byte[] encryptDeterministically(byte[] plaintext, byte[] associatedData)
                throws GeneralSecurityException {
              byte[] sealed = siv.encryptDeterministically(plaintext, associatedData);
              return ByteBuffer.allocate(5 + sealed.length).put(prefix).put(sealed).array();
            }

            @Override
            public byte[] decryptDeterministically(byte[] ciphertext, byte[] associatedData)
                throws GeneralSecurityException {
              byte[] sealed = new byte[ciphertext.length - 5];
              ByteBuffer.wrap(ciphertext, 5, sealed.length).get(sealed);
              return siv.decryptDeterministically(sealed, associatedData);
            }
          },
          Set.of((int) seed));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Coordinates from N(0, 1). */
  static float[] identity(int size, Random random) {
    float[] identity = new float[size];
    for (int i = 0; i < size; i++) {
      identity[i] = (float) random.nextGaussian();
    }
    return identity;
  }

  /** A reading that is equally sure of every bit, with each wrong at a given probability. */
  static float[] flipped(float[] bits, double errors, Random random) {
    float[] logits = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      boolean wrong = random.nextDouble() < errors;
      logits[i] = bits[i] > 0.5f != wrong ? 3 : -3;
    }
    return logits;
  }

  /** A reading with Gaussian noise that is sure where it is loud. */
  static float[] noisy(float[] bits, double deviation, Random random) {
    float[] logits = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      logits[i] = (float) (2 * bits[i] - 1 + deviation * random.nextGaussian());
    }
    return logits;
  }

  /** Replaces a square of the picture by a sure reading of random bits. */
  static void spoil(float[] logits, int side, Random random) {
    int picture = (int) Math.round(Math.sqrt(logits.length));
    int left = random.nextInt(picture - side + 1);
    int top = random.nextInt(picture - side + 1);
    for (int y = top; y < top + side; y++) {
      for (int x = left; x < left + side; x++) {
        logits[y * picture + x] = random.nextBoolean() ? 3 : -3;
      }
    }
  }
}
