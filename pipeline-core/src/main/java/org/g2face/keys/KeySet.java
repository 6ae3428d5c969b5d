package org.g2face.keys;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.prf.PrfConfig;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Three Tink keysets under one name, one for each {@link Purpose}. Immutable.
 *
 * <p>Each has one primary key, with which new data is encrypted, and may have older ones that only
 * read.
 */
public final class KeySet {
  /** Longer than any set with a thousand keys; a damaged length must not reserve memory. */
  private static final int LONGEST_KEYSET = 1 << 20;

  static {
    try {
      DeterministicAeadConfig.register();
      PrfConfig.register();
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final String name;
  private final Map<Purpose, KeysetHandle> keysets;
  private final List<KeyInfo> keys;

  private KeySet(String name, Map<Purpose, KeysetHandle> keysets, Map<String, Instant> created) {
    this.name = name;
    this.keysets = new EnumMap<>(keysets);
    List<KeyInfo> infos = new ArrayList<>();
    keysets.forEach(
        (purpose, keyset) -> {
          for (int i = 0; i < keyset.size(); i++) {
            var entry = keyset.getAt(i);
            Instant born = created.get(place(purpose, KeyInfo.name(entry.getId())));
            infos.add(KeyInfo.of(purpose, entry.getId(), entry.isPrimary(), born));
          }
        });
    this.keys = List.copyOf(infos);
  }

  /**
   * New random keys, one for each purpose.
   *
   * @param name tells the set from others; not secret
   * @param now when they are created
   * @throws IllegalArgumentException if the name is not one to three words' worth of letters,
   *     digits, dots, dashes and underscores
   */
  public static KeySet create(String name, Instant now) {
    if (!name.matches("[\\p{L}\\p{N}._-]{1,100}")) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name for keys: letters, digits, '.', '-' and '_', at most 100");
    }
    Map<Purpose, KeysetHandle> keysets = new EnumMap<>(Purpose.class);
    Map<String, Instant> created = new HashMap<>();
    for (Purpose purpose : Purpose.values()) {
      add(KeysetHandle.newBuilder(), purpose, now, keysets, created);
    }
    return new KeySet(name, keysets, created);
  }

  /**
   * The same set with a new primary key for each of the purposes; the old keys still read.
   *
   * @param now when the new keys are created
   */
  public KeySet rotate(Set<Purpose> purposes, Instant now) {
    Map<Purpose, KeysetHandle> rotated = new EnumMap<>(keysets);
    Map<String, Instant> created = new HashMap<>();
    keys.forEach(key -> created.put(place(key.purpose(), key.id()), Instant.parse(key.created())));
    for (Purpose purpose : purposes) {
      add(KeysetHandle.newBuilder(keysets.get(purpose)), purpose, now, rotated, created);
    }
    return new KeySet(name, rotated, created);
  }

  private static void add(
      KeysetHandle.Builder builder,
      Purpose purpose,
      Instant now,
      Map<Purpose, KeysetHandle> keysets,
      Map<String, Instant> created) {
    try {
      var entry = KeysetHandle.generateEntryFromParametersName(purpose.kind()).withRandomId();
      builder.addEntry(entry);
      entry.makePrimary();
      KeysetHandle keyset = builder.build();
      keysets.put(purpose, keyset);
      created.put(
          place(purpose, KeyInfo.name(keyset.getPrimary().getId())),
          now.truncatedTo(ChronoUnit.SECONDS));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink cannot make a key of kind " + purpose.kind(), e);
    }
  }

  /** Tells the set from others. */
  public String name() {
    return name;
  }

  /** Every key, in the order of their purposes and of their creation. */
  public List<KeyInfo> keys() {
    return keys;
  }

  /** The key that new data of a purpose gets. */
  public KeyInfo primary(Purpose purpose) {
    return keys.stream()
        .filter(key -> key.primary() && key.purpose().equals(purpose.key()))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a key is in the set. */
  public boolean has(Purpose purpose, String id) {
    return keys.stream()
        .anyMatch(key -> key.purpose().equals(purpose.key()) && key.id().equals(id));
  }

  /** The keys themselves, for the memory of the processes that use them and for nothing else. */
  public KeyMaterial material() {
    return KeyMaterial.of(keysets);
  }

  /** The keysets in the clear, to be encrypted at once. */
  byte[] serialise() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(bytes)) {
      for (Purpose purpose : Purpose.values()) {
        byte[] keyset =
            TinkProtoKeysetFormat.serializeKeyset(
                keysets.get(purpose), InsecureSecretKeyAccess.get());
        data.writeInt(keyset.length);
        data.write(keyset);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("keys cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #serialise} wrote.
   *
   * @param infos what the file tells of the keys; must be these
   */
  static KeySet parse(String name, byte[] bytes, List<KeyInfo> infos) throws KeySetException {
    Map<Purpose, KeysetHandle> keysets = new EnumMap<>(Purpose.class);
    Map<String, Instant> created = new HashMap<>();
    try (DataInputStream data = new DataInputStream(new ByteArrayInputStream(bytes))) {
      for (Purpose purpose : Purpose.values()) {
        int length = data.readInt();
        if (length < 0 || length > Math.min(LONGEST_KEYSET, data.available())) {
          throw new KeySetException("the keys inside of the key file are damaged");
        }
        keysets.put(
            purpose,
            TinkProtoKeysetFormat.parseKeyset(
                data.readNBytes(length), InsecureSecretKeyAccess.get()));
      }
      for (KeyInfo info : infos) {
        created.put(place(info.purpose(), info.id()), Instant.parse(info.created()));
      }
      KeySet keys = new KeySet(name, keysets, created);
      if (!keys.keys().equals(infos)) {
        throw new KeySetException("the key file tells of other keys than it holds");
      }
      return keys;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw e instanceof KeySetException told
          ? told
          : new KeySetException("the keys inside of the key file are damaged");
    }
  }

  private static String place(Purpose purpose, String id) {
    return place(purpose.key(), id);
  }

  private static String place(String purpose, String id) {
    return purpose + " " + id;
  }

  /** The name and the numbers of the keys. */
  @Override
  public String toString() {
    return "KeySet[" + name + ", " + keys.stream().map(KeyInfo::id).toList() + "]";
  }
}
