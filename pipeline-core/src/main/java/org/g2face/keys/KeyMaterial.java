package org.g2face.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.daead.AesSivKey;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.AesSiv;
import com.google.crypto.tink.subtle.PrfHmacJce;
import com.google.crypto.tink.subtle.Random;
import com.google.crypto.tink.util.SecretBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/**
 * The bare keys of a set, for the memory of the processes that use them. Never to be written down.
 *
 * <p>Opening a Tink keyset takes protobuf, which Spark's executors do not have on the class path
 * that holds their Tink. So tasks get the keys and build Tink's primitives of them; what they
 * encrypt is byte by byte what the keysets would give. Safe to share between threads.
 */
public final class KeyMaterial {
  private static final int SIV_BYTES = 64;
  private static final int HMAC_BYTES = 32;
  private static final int GCM_BYTES = 32;
  private static final int MOST_KEYS = 1000;

  /** For each purpose its keys by number, the primary one first. */
  private final Map<Purpose, Map<Integer, byte[]>> keys;

  private KeyMaterial(Map<Purpose, Map<Integer, byte[]>> keys) {
    this.keys = keys;
  }

  static KeyMaterial of(Map<Purpose, KeysetHandle> keysets) {
    Map<Purpose, Map<Integer, byte[]>> keys = new EnumMap<>(Purpose.class);
    keysets.forEach(
        (purpose, keyset) -> {
          Map<Integer, byte[]> bytes = new LinkedHashMap<>();
          bytes.put(keyset.getPrimary().getId(), bytes(keyset.getPrimary().getKey()));
          for (int i = 0; i < keyset.size(); i++) {
            var entry = keyset.getAt(i);
            if (entry.getStatus() == KeyStatus.ENABLED) {
              bytes.putIfAbsent(entry.getId(), bytes(entry.getKey()));
            }
          }
          keys.put(purpose, bytes);
        });
    return new KeyMaterial(keys);
  }

  private static byte[] bytes(Key key) {
    SecretBytes secret;
    if (key instanceof AesSivKey siv) {
      secret = siv.getKeyBytes();
    } else if (key instanceof AesGcmKey gcm) {
      secret = gcm.getKeyBytes();
    } else {
      secret = ((HmacPrfKey) key).getKeyBytes();
    }
    return secret.toByteArray(InsecureSecretKeyAccess.get());
  }

  /** New random keys that nobody stores: what is made with them cannot be undone later. */
  public static KeyMaterial ephemeral() {
    Map<Purpose, Map<Integer, byte[]>> keys = new EnumMap<>(Purpose.class);
    keys.put(Purpose.SEALING, Map.of(Random.randInt(), Random.randBytes(SIV_BYTES)));
    keys.put(Purpose.IDENTITIES, Map.of(Random.randInt(), Random.randBytes(HMAC_BYTES)));
    keys.put(Purpose.VAULT, Map.of(Random.randInt(), Random.randBytes(GCM_BYTES)));
    return new KeyMaterial(keys);
  }

  /**
   * Keys that protect nothing: whoever knows the seed, or guesses it, has them.
   *
   * <p>Only for trials whose pictures are thrown away, and which must come out the same in each
   * run, such as timing a model. What is kept or given to anybody is made with keys of a {@link
   * KeySet}, or with {@link #ephemeral} ones where nobody is to bring faces back.
   *
   * @param seed any text; the same gives the same keys
   */
  public static KeyMaterial insecureForTrials(String seed) {
    Map<Purpose, Map<Integer, byte[]>> keys = new EnumMap<>(Purpose.class);
    keys.put(Purpose.SEALING, Map.of(1, guessable(seed, SIV_BYTES)));
    keys.put(Purpose.IDENTITIES, Map.of(1, guessable(seed, HMAC_BYTES)));
    keys.put(Purpose.VAULT, Map.of(1, guessable(seed, GCM_BYTES)));
    return new KeyMaterial(keys);
  }

  private static byte[] guessable(String seed, int bytes) {
    byte[] key = new byte[bytes];
    new java.util.Random(seed.hashCode()).nextBytes(key);
    return key;
  }

  /** Encrypts and opens hidden identities, as Tink's keyset of {@link Purpose#SEALING} would. */
  public DeterministicAead sealing() {
    Map<Integer, DeterministicAead> primitives = new LinkedHashMap<>();
    keys.get(Purpose.SEALING)
        .forEach((id, key) -> primitives.put(id, checked(() -> new AesSiv(key))));
    return new PrefixedKeys.Deterministic(primitives);
  }

  /** Encrypts and opens originals, as Tink's keyset of {@link Purpose#VAULT} would. */
  public Aead vault() {
    Map<Integer, Aead> primitives = new LinkedHashMap<>();
    keys.get(Purpose.VAULT)
        .forEach((id, key) -> primitives.put(id, checked(() -> new AesGcmJce(key))));
    return new PrefixedKeys.Randomised(primitives);
  }

  /**
   * 32 bytes that follow from the primary key of {@link Purpose#IDENTITIES}: its HMAC-SHA256 of a
   * label.
   *
   * @param label what they are for; others give independent bytes
   */
  public byte[] identitySecret(String label) {
    byte[] key = keys.get(Purpose.IDENTITIES).values().iterator().next();
    return checked(
        () ->
            new PrfHmacJce("HMACSHA256", new SecretKeySpec(key, "HMAC"))
                .compute(label.getBytes(StandardCharsets.UTF_8), HMAC_BYTES));
  }

  /** The numbers of the keys of a purpose. */
  public Set<Integer> numbers(Purpose purpose) {
    return Set.copyOf(keys.get(purpose).keySet());
  }

  /** The number of the key that new data of a purpose gets. */
  public String primary(Purpose purpose) {
    return KeyInfo.name(keys.get(purpose).keySet().iterator().next());
  }

  /** The keys in the clear, for a message from one process's memory to another's. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(bytes)) {
      for (Purpose purpose : Purpose.values()) {
        data.writeInt(keys.get(purpose).size());
        for (Map.Entry<Integer, byte[]> key : keys.get(purpose).entrySet()) {
          data.writeInt(key.getKey());
          data.writeByte(key.getValue().length);
          data.write(key.getValue());
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * What {@link #toBytes} gave.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static KeyMaterial fromBytes(byte[] bytes) {
    Map<Purpose, Map<Integer, byte[]>> keys = new EnumMap<>(Purpose.class);
    try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes))) {
      for (Purpose purpose : Purpose.values()) {
        Map<Integer, byte[]> some = new LinkedHashMap<>();
        int count = data.readInt();
        if (count < 1 || count > MOST_KEYS) {
          throw new IllegalArgumentException("these are no keys");
        }
        for (int i = 0; i < count; i++) {
          int id = data.readInt();
          byte[] key = new byte[data.readUnsignedByte()];
          data.readFully(key);
          some.put(id, key);
        }
        keys.put(purpose, some);
      }
      return new KeyMaterial(keys);
    } catch (IOException e) {
      throw new IllegalArgumentException("these are no keys");
    }
  }

  private interface Crypto<V> {
    V get() throws GeneralSecurityException;
  }

  private static <V> V checked(Crypto<V> value) {
    try {
      return value.get();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks AES-CTR, AES-GCM or HMAC-SHA256", e);
    }
  }

  /** Whether the keys are the same; takes the same time wherever they differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof KeyMaterial that && MessageDigest.isEqual(toBytes(), that.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(
        new int[] {
          keys.get(Purpose.SEALING).keySet().hashCode(),
          keys.get(Purpose.IDENTITIES).keySet().hashCode(),
          keys.get(Purpose.VAULT).keySet().hashCode()
        });
  }

  /** Only the numbers of the primary keys. */
  @Override
  public String toString() {
    return "KeyMaterial[sealing " + primary(Purpose.SEALING) + "]";
  }
}
