package org.g2face.jobs.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewRunTest {
  @TempDir private Path folder;

  private NewRun begin() throws IOException {
    FileSystem store = FileSystem.getLocal(new Configuration());
    return new NewRun(store, new org.apache.hadoop.fs.Path(folder.toUri()), "run-1");
  }

  @Test
  void aSmallFileThatCannotBeWrittenIsToldAndStopsNothingElse() throws IOException {
    Files.createDirectories(folder.resolve("latest.json/in-the-way"));
    List<String> unwritten;
    try (NewRun run = begin()) {
      run.latest("latest.json", "{}");
      run.latest("latest.prom", "text");
      unwritten = run.publish();
    }
    assertThat(unwritten).hasSize(1);
    assertThat(unwritten.get(0)).startsWith("latest.json: ");
    assertThat(folder.resolve("latest.prom")).hasContent("text");
    assertThat(folder.resolve(".run-run-1")).doesNotExist();
  }

  @Test
  void whatIsNotPublishedLeavesNothing() throws IOException {
    try (NewRun run = begin()) {
      run.latest("latest.prom", "text");
    }
    assertThat(folder).isEmptyDirectory();
  }
}
