package org.g2face.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFileTest {
  private static final Argon2 CHEAP = new Argon2(64, 1, 1, "00".repeat(16));
  private static final String SECRET = "correct horse battery staple";
  private static final KeySet KEYS = KeySet.create("ward-3", Instant.parse("2026-01-02T03:04:05Z"));

  private static KeyFile.Passphrase says(String passphrase) {
    return passphrase::toCharArray;
  }

  private static byte[] file() throws IOException {
    return KeyFile.encrypt(KEYS, CHEAP, says(SECRET)).toBytes();
  }

  @Test
  void opensWithItsPassphraseOnly() throws IOException {
    KeyFile file = KeyFile.parse(file());

    assertThat(file.name()).isEqualTo("ward-3");
    assertThat(file.keys()).isEqualTo(KEYS.keys());
    assertThat(file.open(says(SECRET)).material()).isEqualTo(KEYS.material());
    assertThatThrownBy(() -> file.open(says("correct horse battery stapl")))
        .isInstanceOf(KeySetException.class)
        .hasMessage("the keys 'ward-3' do not open: wrong passphrase, or a changed file");
  }

  @Test
  void aRotatedSetSurvivesTheFile() throws IOException {
    KeySet rotated = KEYS.rotate(EnumSet.allOf(Purpose.class), Instant.now());
    byte[] bytes = KeyFile.encrypt(rotated, CHEAP, says(SECRET)).toBytes();
    KeySet read = KeyFile.parse(bytes).open(says(SECRET));
    assertThat(read.keys()).isEqualTo(rotated.keys());
    assertThat(read.material()).isEqualTo(rotated.material());
  }

  @Test
  void holdsNoKeyInTheClear() throws IOException {
    String text = new String(file(), StandardCharsets.UTF_8);
    byte[] material = KEYS.material().toBytes();
    for (int at = 0; at + 12 <= material.length; at++) {
      byte[] part = Arrays.copyOfRange(material, at, at + 12);
      assertThat(text)
          .doesNotContain(HexFormat.of().formatHex(part))
          .doesNotContain(Base64.getEncoder().encodeToString(part));
    }
    assertThat(text).doesNotContain(SECRET);
    assertThat(KEYS.toString() + KEYS.material() + KEYS.material().sealing())
        .doesNotContainPattern("[0-9a-fA-F]{16}");
  }

  @Test
  void everyFileHasASaltOfItsOwn() throws IOException {
    Argon2 one = (Argon2) KeyFile.parse(file()).protection();
    Argon2 other = (Argon2) KeyFile.parse(file()).protection();
    assertThat(one.salt()).isNotEqualTo(other.salt()).isNotEqualTo(CHEAP.salt());
  }

  @ParameterizedTest
  @CsvSource({
    "memoryKib,64,2000000",
    "memoryKib,64,-1",
    "memoryKib,64,7",
    "iterations,1,33",
    "iterations,1,0",
    "lanes,1,17",
    "lanes,1,0",
  })
  void costsBeyondTheLimitsAreRefusedUnspent(String what, String from, String to)
      throws IOException {
    String text = new String(file(), StandardCharsets.UTF_8);
    String changed = text.replace("\"" + what + "\" : " + from, "\"" + what + "\" : " + to);
    assertThat(changed).isNotEqualTo(text);
    assertThatThrownBy(() -> KeyFile.parse(changed.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(KeySetException.class)
        .hasMessageContaining(what + " must be")
        .hasMessageContaining(to);
  }

  @Test
  void aPassphraseTakenForAKeyFileIsNotQuoted() {
    assertThatThrownBy(() -> KeyFile.parse(SECRET.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(KeySetException.class)
        .hasMessage("this is no key file")
        .hasNoCause();
  }

  @Test
  void argon2GivesWhatAnotherLibraryGives() {
    // Computed with Python's cryptography, version 45.
    Argon2 argon2 = new Argon2(1024, 3, 4, "000102030405060708090a0b0c0d0e0f");
    assertThat(argon2.key("pässword for a test".toCharArray()))
        .asHexString()
        .isEqualToIgnoringCase("ebd25bc31023aa3d87cb11a865a3ae114231512bb11a4784375549fc42a82f08");
  }

  @Test
  void theStandardCostIsThatOfRfc9106() throws IOException {
    Argon2 standard = Argon2.standard();
    assertThat(List.of(standard.memoryKib(), standard.iterations(), standard.lanes()))
        .containsExactly(65536, 3, 4);
    assertThatCode(
            () ->
                KeyFile.parse(KeyFile.encrypt(KEYS, standard, says(SECRET)).toBytes())
                    .open(says(SECRET)))
        .doesNotThrowAnyException();
  }

  @Test
  void thePassphraseIsWipedAfterUse() throws IOException {
    List<char[]> handed = new ArrayList<>();
    KeyFile.encrypt(
        KEYS,
        CHEAP,
        () -> {
          handed.add(SECRET.toCharArray());
          return handed.get(0);
        });
    assertThat(handed).hasSize(1);
    assertThat(handed.get(0)).containsOnly('\0');
  }
}
