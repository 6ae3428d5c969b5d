package org.g2face.jobs.output.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileSystems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputLockTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void theSecondIsToldWhoIsThere() throws IOException {
    try (OutputLock first = acquire("anonymize", LONG, false)) {
      first.requireHeld();
      assertThatThrownBy(() -> acquire("recover", LONG, false))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("g2face anonymize of " + System.getProperty("user.name"))
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("--take-over");
    }
    try (OutputLock next = acquire("recover", LONG, false)) {
      next.requireHeld();
    }
    assertThat(folder.resolve("lock")).doesNotExist();
  }

  @Test
  void aHolderThatIsSilentForTooLongLosesItsLock() throws IOException {
    OutputLock dead = acquire("dead", LONG, false);
    Files.setLastModifiedTime(
        folder.resolve("lock/000001.json"), FileTime.from(Instant.now().minusSeconds(299)));
    assertThatThrownBy(() -> acquire("early", LONG, false)).isInstanceOf(UsageException.class);
    Files.setLastModifiedTime(
        folder.resolve("lock/000001.json"), FileTime.from(Instant.now().minusSeconds(301)));

    try (OutputLock heir = acquire("heir", LONG, false)) {
      heir.requireHeld();
      assertThatThrownBy(dead::requireHeld)
          .isInstanceOf(JobFailedException.class)
          .hasMessageContaining("taken over by g2face heir");
      dead.close();
      heir.requireHeld();
    }
    assertThatThrownBy(dead::requireHeld).hasMessageContaining("a job that has ended since");
  }

  @Test
  void aLivingHolderGivesSigns() throws Exception {
    Duration expiry = Duration.ofMillis(600);
    try (OutputLock living = acquire("living", expiry, false)) {
      Thread.sleep(3 * expiry.toMillis());
      assertThatThrownBy(() -> acquire("second", expiry, false)).isInstanceOf(UsageException.class);
      living.requireHeld();
    }
  }

  @Test
  void whoInsistsTakesOver() throws IOException {
    OutputLock first = acquire("first", LONG, false);
    try (OutputLock second = acquire("second", LONG, true)) {
      second.requireHeld();
      assertThatThrownBy(first::requireHeld).isInstanceOf(JobFailedException.class);
    }
    first.close();
  }

  private OutputLock acquire(String job, Duration expiry, boolean takeOver) throws IOException {
    org.apache.hadoop.fs.Path lock = new org.apache.hadoop.fs.Path(folder.resolve("lock").toUri());
    FileSystem store = HadoopFileSystems.of(lock, new Configuration());
    return OutputLock.acquire(store, lock, job, expiry, takeOver);
  }
}
