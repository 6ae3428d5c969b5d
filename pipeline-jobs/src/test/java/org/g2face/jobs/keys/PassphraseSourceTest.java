package org.g2face.jobs.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.g2face.jobs.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassphraseSourceTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("G2FACE_KEYS_PASSPHRASE", "from the environment");
  @TempDir private Path folder;

  private PassphraseSource file(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), content);
    return new PassphraseSource(Optional.of(file.toString()), ENVIRONMENT, "k", false);
  }

  @Test
  void aFileComesBeforeTheEnvironment() throws IOException {
    assertThat(file("first line ü\r\nsecond\n").get())
        .containsExactly("first line ü".toCharArray());
    assertThat(file("no end").get()).containsExactly("no end".toCharArray());
    assertThat(new PassphraseSource(Optional.empty(), ENVIRONMENT, "k", false).get())
        .containsExactly("from the environment".toCharArray());
  }

  @Test
  void whatIsMissingIsTold() {
    assertThatThrownBy(() -> new PassphraseSource(Optional.empty(), Map.of(), "k", false).get())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("G2FACE_KEYS_PASSPHRASE")
        .hasMessageContaining("--passphrase-file");
    assertThatThrownBy(() -> file("\n").get()).hasMessage("the passphrase is empty");
    assertThatThrownBy(
            () -> new PassphraseSource(Optional.of("/no/such"), Map.of(), "k", false).get())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("/no/such");
  }

  @Test
  void onlyNewOnesMustBeLong() {
    Map<String, String> brief = Map.of("G2FACE_KEYS_PASSPHRASE", "eleven char");
    assertThatThrownBy(() -> new PassphraseSource(Optional.empty(), brief, "k", true).get())
        .hasMessageContaining("at least 12 characters")
        .hasMessageNotContaining("eleven");
    assertThat(new PassphraseSource(Optional.empty(), brief, "k", true).toString())
        .doesNotContain("eleven");
  }
}
