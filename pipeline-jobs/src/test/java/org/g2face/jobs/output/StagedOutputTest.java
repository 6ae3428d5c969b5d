package org.g2face.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedOutputTest {
  @TempDir private Path folder;

  @Test
  void isInvisibleUntilPublished() throws IOException {
    try (StagedOutput output = create(false)) {
      write(output, "new");
      assertThat(folder.resolve("out")).doesNotExist();
      output.write("manifest.json", "{}");
      output.publish();
    }
    assertThat(folder.resolve("out/files/a")).hasContent("new");
    assertThat(folder.resolve("out/manifest.json")).hasContent("{}");
    assertThat(folder.toFile().list()).containsExactly("out");
  }

  @Test
  void leavesNothingBehindWhenNotPublished() throws IOException {
    try (StagedOutput output = create(false)) {
      write(output, "new");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void replacesAnOutputOnlyWhenAsked() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/old"), "old");

    assertThatThrownBy(() -> create(false)).isInstanceOf(UsageException.class);
    try (StagedOutput output = create(true)) {
      write(output, "new");
      assertThat(folder.resolve("out/old")).exists();
      output.write("manifest.json", "{}");
      output.publish();
    }
    assertThat(folder.resolve("out/old")).doesNotExist();
    assertThat(folder.resolve("out/files/a")).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("out");
  }

  @Test
  void theSecondOfTwoJobsWithOneOutputIsRefused() throws IOException {
    try (StagedOutput first = create(false);
        StagedOutput second = create(false)) {
      write(first, "first");
      write(second, "second");
      first.publish();
      assertThatThrownBy(() -> second.publish()).isInstanceOf(UsageException.class);
    }
    assertThat(folder.resolve("out/files/a")).hasContent("first");
    assertThat(folder.toFile().list()).containsExactly("out");
  }

  @Test
  void anEmptyFolderIsNoObstacle() throws IOException {
    Files.createDirectories(folder.resolve("out"));
    try (StagedOutput output = create(false)) {
      write(output, "new");
      output.write("manifest.json", "{}");
      output.publish();
    }
    assertThat(folder.resolve("out/files/a")).hasContent("new");
    assertThat(folder.toFile().list()).containsExactly("out");
  }

  private StagedOutput create(boolean overwrite) {
    return StagedOutput.create(folder.resolve("out").toString(), new Configuration(), overwrite);
  }

  private static void write(StagedOutput output, String text) throws IOException {
    Path file = Path.of(output.staging().toUri().getPath(), "files/a");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
