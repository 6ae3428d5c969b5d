package org.g2face.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.prf.PrfSet;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeySetTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:20:30Z");
  private static final byte[] TEXT = {1, 2, 3, 4, 5};
  private static final byte[] PLACE = {9};

  private final KeySet keys = KeySet.create("a-name", NOW);

  @Test
  void keysForTrialsFollowFromTheirSeed() {
    KeyMaterial trial = KeyMaterial.insecureForTrials("1");
    assertThat(trial).isEqualTo(KeyMaterial.insecureForTrials("1"));
    assertThat(trial.identitySecret("faces"))
        .isEqualTo(KeyMaterial.insecureForTrials("1").identitySecret("faces"))
        .isNotEqualTo(KeyMaterial.insecureForTrials("2").identitySecret("faces"));
    assertThat(KeyMaterial.ephemeral()).isNotEqualTo(KeyMaterial.ephemeral());
  }

  @Test
  void encryptsAsTinksOwnKeysetsDo() throws Exception {
    KeySet rotated = keys.rotate(EnumSet.allOf(Purpose.class), NOW.plusSeconds(60));
    Map<Purpose, KeysetHandle> tink = tink(rotated);
    DeterministicAead siv = tink.get(Purpose.SEALING).getPrimitive(DeterministicAead.class);
    Aead gcm = tink.get(Purpose.VAULT).getPrimitive(Aead.class);
    PrfSet prf = tink.get(Purpose.IDENTITIES).getPrimitive(PrfSet.class);
    KeyMaterial material = KeyMaterial.fromBytes(rotated.material().toBytes());

    byte[] sealed = material.sealing().encryptDeterministically(TEXT, PLACE);
    assertThat(sealed).isEqualTo(siv.encryptDeterministically(TEXT, PLACE));
    assertThat(material.sealing().decryptDeterministically(sealed, PLACE)).isEqualTo(TEXT);
    assertThat(gcm.decrypt(material.vault().encrypt(TEXT, PLACE), PLACE)).isEqualTo(TEXT);
    assertThat(material.vault().decrypt(gcm.encrypt(TEXT, PLACE), PLACE)).isEqualTo(TEXT);
    assertThat(material.identitySecret("faces"))
        .isEqualTo(prf.computePrimary("faces".getBytes(StandardCharsets.UTF_8), 32))
        .isNotEqualTo(material.identitySecret("noise"));
  }

  @Test
  void rotatedKeysReadWhatOldOnesWrote() throws Exception {
    byte[] sealed = keys.material().sealing().encryptDeterministically(TEXT, PLACE);
    byte[] vault = keys.material().vault().encrypt(TEXT, PLACE);

    KeySet rotated = keys.rotate(Set.of(Purpose.SEALING, Purpose.VAULT), NOW.plusSeconds(60));

    KeyMaterial material = rotated.material();
    assertThat(material.sealing().decryptDeterministically(sealed, PLACE)).isEqualTo(TEXT);
    assertThat(material.vault().decrypt(vault, PLACE)).isEqualTo(TEXT);
    byte[] again = material.sealing().encryptDeterministically(TEXT, PLACE);
    assertThat(again).isNotEqualTo(sealed);
    assertThatThrownBy(() -> keys.material().sealing().decryptDeterministically(again, PLACE))
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining(rotated.primary(Purpose.SEALING).id() + ", which is not in");
    assertThat(material.identitySecret("x")).isEqualTo(keys.material().identitySecret("x"));
    assertThat(rotated.keys()).hasSize(5).filteredOn(KeyInfo::primary).hasSize(3);
    assertThat(rotated.primary(Purpose.VAULT).created()).isEqualTo("2026-03-01T10:21:30Z");
    assertThat(rotated.primary(Purpose.IDENTITIES).created()).isEqualTo("2026-03-01T10:20:30Z");
    assertThat(keys.keys()).as("immutable").hasSize(3);
  }

  @Test
  void otherKeysOpenNothing() throws Exception {
    KeyMaterial other = KeyMaterial.ephemeral();
    byte[] sealed = keys.material().sealing().encryptDeterministically(TEXT, PLACE);
    byte[] vault = new Envelope(keys.material().vault()).encrypt(TEXT, PLACE);

    assertThatThrownBy(() -> other.sealing().decryptDeterministically(sealed, PLACE))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> new Envelope(other.vault()).decrypt(vault, PLACE))
        .isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> new Envelope(keys.material().vault()).decrypt(vault, new byte[] {8}))
        .isInstanceOf(GeneralSecurityException.class);
    assertThat(other.identitySecret("x")).isNotEqualTo(keys.material().identitySecret("x"));
    assertThat(new Envelope(keys.material().vault()).decrypt(vault, PLACE)).isEqualTo(TEXT);
    for (int length = 0; length < vault.length; length++) {
      byte[] cut = Arrays.copyOf(vault, length);
      assertThatThrownBy(() -> new Envelope(keys.material().vault()).decrypt(cut, PLACE))
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  @Test
  void ephemeralKeysTravelToo() {
    KeyMaterial keys = KeyMaterial.ephemeral();
    assertThat(KeyMaterial.fromBytes(keys.toBytes())).isEqualTo(keys).hasSameHashCodeAs(keys);
    assertThat(keys).isNotEqualTo(KeyMaterial.ephemeral());
    assertThatThrownBy(() -> KeyMaterial.fromBytes(new byte[12]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("these are no keys");
  }

  @Test
  void namesAreSimple() {
    assertThat(KeySet.create("Klinik-2026_a.b", NOW).name()).isEqualTo("Klinik-2026_a.b");
    for (String name : new String[] {"", "a/b", "a b", "x".repeat(101)}) {
      assertThatThrownBy(() -> KeySet.create(name, NOW))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Map<Purpose, KeysetHandle> tink(KeySet keys) throws Exception {
    Map<Purpose, KeysetHandle> handles = new EnumMap<>(Purpose.class);
    DataInputStream data = new DataInputStream(new ByteArrayInputStream(keys.serialise()));
    for (Purpose purpose : Purpose.values()) {
      byte[] keyset = data.readNBytes(data.readInt());
      handles.put(
          purpose, TinkProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get()));
    }
    return handles;
  }
}
