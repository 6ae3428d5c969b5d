package org.g2face.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.g2face.io.FileStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFoldersTest {
  @TempDir private Path folder;

  @Test
  void keepsTheNewestAndEachOfSomeSteps() throws IOException {
    CheckpointFolders checkpoints = checkpoints(new CheckpointRetention(2, 40));
    for (long step = 10; step <= 100; step += 10) {
      save(checkpoints, step);
    }

    assertThat(names())
        .containsExactly("step-000000040", "step-000000080", "step-000000090", "step-000000100");
    assertThat(checkpoints.latestStep()).isEqualTo(100);
    try (FileStore.OpenFile file = checkpoints.latest().orElseThrow().open("content")) {
      assertThat(file.stream().readAllBytes()).containsExactly(100);
    }
  }

  @Test
  void aCheckpointThatFailsHalfWayIsNotThere() throws IOException {
    CheckpointFolders checkpoints = checkpoints(new CheckpointRetention(3, 0));
    save(checkpoints, 1);
    assertThatThrownBy(
            () ->
                checkpoints.save(
                    2,
                    content -> {
                      content.create("first").close();
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(names()).containsExactly("step-000000001");
    assertThat(checkpoints.latestStep()).isEqualTo(1);
  }

  @Test
  void whatKilledAttemptsLeftIsSkippedAndRemoved() throws IOException {
    CheckpointFolders checkpoints = checkpoints(new CheckpointRetention(3, 0));
    save(checkpoints, 1);
    Files.createDirectories(folder.resolve("checkpoints/.step-000000002-x"));
    Files.createDirectories(folder.resolve("checkpoints/step-000000003"));
    assertThat(checkpoints.latestStep()).isEqualTo(1);

    save(checkpoints, 3);
    assertThat(names()).containsExactly("step-000000001", "step-000000003");
    assertThat(checkpoints.latestStep()).isEqualTo(3);
  }

  @Test
  void savedAgainTheFirstStays() throws IOException {
    CheckpointFolders checkpoints = checkpoints(new CheckpointRetention(3, 0));
    save(checkpoints, 1);
    save(checkpoints, 1);

    assertThat(names()).containsExactly("step-000000001");
  }

  @Test
  void ranksCanAgreeOnAnOlderOne() throws IOException {
    CheckpointFolders checkpoints = checkpoints(new CheckpointRetention(3, 0));
    save(checkpoints, 1);
    save(checkpoints, 2);

    assertThat(checkpoints.startingAt(1).latest().orElseThrow().toString())
        .endsWith("step-000000001");
    assertThat(checkpoints.startingAt(-1).latest()).isEmpty();
  }

  @Test
  void anEmptyPlaceHasNone() throws IOException {
    assertThat(checkpoints(new CheckpointRetention(1, 0)).latest()).isEmpty();
    assertThat(new CheckpointRetention(1, 0).superfluous(List.of())).isEmpty();
  }

  private CheckpointFolders checkpoints(CheckpointRetention keep) throws IOException {
    return CheckpointFolders.of(
        folder.resolve("checkpoints").toString(), new Configuration(), keep);
  }

  private static void save(CheckpointFolders checkpoints, long step) throws IOException {
    checkpoints.save(
        step,
        content -> {
          try (OutputStream out = content.create("content")) {
            out.write((int) step);
          }
        });
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("checkpoints"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
