package org.g2face.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class KeyFilePropertyTest {
  private static final Argon2 CHEAP = new Argon2(64, 1, 1, "00".repeat(16));
  private static final String SECRET = "correct horse battery staple";
  private static final KeySet KEYS = KeySet.create("ward-3", Instant.parse("2026-01-02T03:04:05Z"));

  private static KeyFile.Passphrase says(String passphrase) {
    return passphrase::toCharArray;
  }

  private static byte[] file() throws IOException {
    return KeyFile.encrypt(KEYS, CHEAP, says(SECRET)).toBytes();
  }

  @Property(tries = 300)
  void whateverIsChangedIsNoticed(
      @ForAll @IntRange(max = 100_000) int place, @ForAll @IntRange(min = 1, max = 255) int flip)
      throws IOException {
    byte[] bytes = file();
    int at = place % bytes.length;
    bytes[at] ^= (byte) flip;
    try {
      KeySet opened = KeyFile.parse(bytes).open(says(SECRET));
      // Blanks between the parts mean nothing.
      assertThat(opened.keys()).isEqualTo(KEYS.keys());
      assertThat(Character.isWhitespace(bytes[at])).isTrue();
    } catch (KeySetException e) {
      assertThat(e.getMessage()).doesNotContain(SECRET);
    }
  }

  @Property(tries = 100)
  void aCutFileIsNoticed(@ForAll @IntRange(max = 100_000) int length) throws IOException {
    byte[] bytes = file();
    byte[] cut = Arrays.copyOf(bytes, length % bytes.length);
    assertThatThrownBy(() -> KeyFile.parse(cut).open(says(SECRET)))
        .isInstanceOf(KeySetException.class);
  }
}
