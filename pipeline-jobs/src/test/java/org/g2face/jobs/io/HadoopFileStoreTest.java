package org.g2face.jobs.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.g2face.io.FileStore;
import org.g2face.jobs.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HadoopFileStoreTest {
  @TempDir private Path folder;

  @Test
  void readsWhatItWrote() throws IOException {
    FileStore model = open(folder.resolve("new model").toString());
    assertThat(model.has("model.conf")).isFalse();
    try (OutputStream stream = model.create("model.conf")) {
      stream.write(new byte[] {1, 2, 3});
    }
    assertThat(model.has("model.conf")).isTrue();
    try (FileStore.OpenFile file = open("file:" + folder + "/new model").open("model.conf")) {
      assertThat(file.length()).isEqualTo(3);
      assertThat(file.stream().readAllBytes()).containsExactly(1, 2, 3);
    }
    assertThat(folder.resolve("new model").toFile().list()).containsExactly("model.conf");
  }

  @Test
  void tellsWhatIsMissing() {
    assertThatThrownBy(() -> open(folder.toString()).open("model.conf"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("model.conf");
    assertThatThrownBy(() -> open("nosuchstore://host/model"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("nosuchstore");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../model.conf", "a/b", "/etc/passwd", "a\\b"})
  void namesDoNotLeadOutOfTheFolder(String name) {
    assertThatThrownBy(() -> open(folder.toString()).has(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static FileStore open(String uri) {
    return HadoopFileStore.of(uri, new Configuration());
  }
}
