package org.g2face.jobs.output.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.output.DatasetFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionedOutputTest {
  private static final OutputMode NEW = OutputMode.standard();
  private static final OutputMode OVERWRITE = NEW.withOverwrite(true);
  private static final OutputMode RESUME =
      new OutputMode(false, true, false, Duration.ofMinutes(2));
  private static final OutputPlan PLAN = plan("1");

  @TempDir private Path folder;

  @Test
  void aVersionReplacesTheOneBeforeWhenItIsCommitted() throws IOException {
    try (VersionedOutput output = open(NEW)) {
      gather(output.begin(PLAN), "images", "one");
      gather(output.begin(PLAN), "quarantine", "one");
      assertThat(visible()).isEmpty();
      output.commit(manifest(), List.of("{}"));
    }
    assertThat(visible()).containsExactlyInAnyOrder("images", "manifest.json", "quarantine");
    assertThat(open("images")).hasContent("one");

    try (VersionedOutput output = open(OVERWRITE)) {
      gather(output.begin(plan("2")), "images", "two");
      gather(output.begin(plan("2")), "audit", "two");
      assertThat(open("images")).as("until the commit").hasContent("one");
      output.commit(manifest(), List.of("{}"));
    }
    assertThat(visible()).containsExactlyInAnyOrder("images", "manifest.json", "audit");
    assertThat(open("images")).hasContent("two");
    assertThat(folder.resolve("out/manifest.json"))
        .content()
        .contains("\"version\" : 2", "\"number\" : \"2\"");
    assertThat(folder.resolve("out/.g2face").toFile().list()).containsExactly("versions");
  }

  @Test
  void nothingStaysOfARunThatFinishedNothing() throws IOException {
    try (VersionedOutput output = open(NEW)) {
      output.begin(PLAN);
      assertThat(folder.resolve("out/.g2face")).exists();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatWasFinishedStaysForTheSamePlan() throws IOException {
    try (VersionedOutput output = open(NEW)) {
      finishPack(output.begin(PLAN));
    }
    assertThat(visible()).isEmpty();

    assertThatThrownBy(
            () -> {
              try (VersionedOutput output = open(RESUME)) {
                output.begin(plan("2"));
              }
            })
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot resume")
        .hasMessageContaining("number: was 1, is 2");
    try (VersionedOutput output = open(RESUME)) {
      assertThat(packs(output.begin(PLAN))).hasSize(1);
    }
    try (VersionedOutput output = open(NEW)) {
      assertThat(packs(output.begin(plan("2")))).as("another plan starts anew").isEmpty();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFinishedOutputIsOnlyResumedByItsOwnPlan() throws IOException {
    commit(PLAN, NEW);
    try (VersionedOutput output = open(RESUME)) {
      assertThat(output.finishedBefore(PLAN)).isPresent();
      assertThat(output.finishedBefore(plan("2"))).isEmpty();
      assertThatThrownBy(() -> output.begin(plan("2")))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("number: was 1, is 2");
    }
    assertThatThrownBy(() -> open(NEW))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--overwrite");
    try (VersionedOutput output = open(OVERWRITE)) {
      assertThat(output.finishedBefore(PLAN)).isEmpty();
    }
  }

  @Test
  void onlyOneJobAtATime() {
    try (VersionedOutput first = open(NEW)) {
      assertThatThrownBy(() -> open(OVERWRITE))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("is being written by g2face test");
    }
  }

  @Test
  void foreignFilesAreNeverReplaced() throws IOException {
    commit(PLAN, NEW);
    Files.writeString(folder.resolve("out/precious.txt"), "mine");
    assertThatThrownBy(() -> open(OVERWRITE)).hasMessageContaining("precious.txt");
    Files.delete(folder.resolve("out/precious.txt"));
    commit(plan("2"), OVERWRITE);

    Files.createDirectories(folder.resolve("foreign/images"));
    assertThatThrownBy(
            () ->
                VersionedOutput.open(
                    folder.resolve("foreign").toString(), new Configuration(), "test", OVERWRITE))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("holds images");
    assertThat(folder.resolve("foreign").toFile().list()).containsExactly("images");
  }

  /** The process ends after any number of steps of laying a version open. */
  @Test
  void readersFindTheNewVersionWhereverACrashLeftIt() throws IOException {
    for (boolean folders : List.of(true, false)) {
      boolean ended = false;
      int steps = 0;
      for (; !ended; steps++) {
        commit(plan("1"), OVERWRITE);
        ended = commitAndCrashAfter(steps, folders);

        try {
          assertThat(content(PublishedDataset.images(store(), output(), folders)))
              .as("after %d steps", steps)
              .isEqualTo("number 2");
        } catch (UsageException e) {
          assertThat(folders).as("files are moved one by one").isFalse();
          assertThat(e).hasMessageContaining("--resume");
        }
        OutputPaths places = new OutputPaths(output());
        new VersionPublisher(store(), places, folders)
            .of(CommittedVersion.newest(store(), places).orElseThrow());
        try (VersionedOutput next = open(OVERWRITE)) {
          assertThat(open("images")).hasContent("number 2");
          assertThat(open("audit")).hasContent("number 2");
          assertThat(folder.resolve("out/quarantine")).doesNotExist();
          assertThat(folder.resolve("out/.g2face/replaced")).doesNotExist();
        }
      }
      assertThat(steps).as("crashes that were tried").isGreaterThan(10);
    }
  }

  /** Commits a version without laying it open, then does some steps of that. */
  private boolean commitAndCrashAfter(int steps, boolean folders) throws IOException {
    OutputPaths places = new OutputPaths(output());
    OutputPlan plan = plan("2");
    WorkFolder work = new WorkFolder(places.work(plan.fingerprint()));
    gather(work, "images", "number 2");
    gather(work, "audit", "number 2");
    ObjectNode manifest = manifest();
    int number = CommittedVersion.highest(store(), places) + 1;
    manifest.put("plan_fingerprint", plan.fingerprint()).putPOJO("plan", plan.facts());
    manifest.putPOJO("folders", List.of("images", "audit"));
    Files.writeString(
        Path.of(CommittedVersion.record(places, number).toUri().getPath()), manifest.toString());
    try {
      CommittedVersion version = CommittedVersion.newest(store(), places).orElseThrow();
      new VersionPublisher(new Crashing(store(), steps), places, folders).of(version);
      return true;
    } catch (Crash e) {
      return false;
    }
  }

  private void commit(OutputPlan plan, OutputMode access) throws IOException {
    try (VersionedOutput output = open(access)) {
      WorkFolder work = output.begin(plan);
      for (String name : List.of("images", "quarantine", "audit")) {
        gather(work, name, "number " + plan.facts().get("number"));
      }
      output.commit(manifest(), List.of("{}"));
    }
  }

  private VersionedOutput open(OutputMode access) {
    return VersionedOutput.open(
        folder.resolve("out").toString(), new Configuration(), "test", access);
  }

  private Path open(String name) {
    return folder.resolve("out").resolve(name).resolve("part-000000.parquet");
  }

  private org.apache.hadoop.fs.Path output() {
    return new org.apache.hadoop.fs.Path(folder.resolve("out").toUri());
  }

  private FileSystem store() throws IOException {
    return HadoopFileSystems.of(output(), new Configuration());
  }

  private List<String> visible() {
    return List.of(folder.resolve("out").toFile().list((dir, name) -> !name.startsWith(".")));
  }

  private static String content(org.apache.hadoop.fs.Path folder) throws IOException {
    return Files.readString(Path.of(folder.toUri().getPath(), "part-000000.parquet"));
  }

  private static void gather(WorkFolder work, String name, String text) throws IOException {
    Path file = Path.of(work.data().toUri().getPath(), name, "part-000000.parquet");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void finishPack(WorkFolder work) throws IOException {
    Files.writeString(Path.of(work.packs().toUri().getPath(), "000000.json"), "{}");
  }

  private static List<String> packs(WorkFolder work) {
    return List.of(Path.of(work.packs().toUri().getPath()).toFile().list());
  }

  private static OutputPlan plan(String number) {
    return new OutputPlan(Map.of("job", "test", "number", number));
  }

  private static ObjectNode manifest() {
    return new ObjectMapper()
        .createObjectNode()
        .put("format", DatasetFolder.FORMAT)
        .put("layout", "parquet");
  }

  /** The end of the process. */
  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Allows some changes, then ends. */
  private static final class Crashing extends FilterFileSystem {
    private int left;

    Crashing(FileSystem store, int left) {
      super(store);
      this.left = left;
    }

    private void step() {
      if (left-- == 0) {
        throw new Crash();
      }
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      step();
      return super.rename(from, to);
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      step();
      return super.delete(path, recursive);
    }

    @Override
    public org.apache.hadoop.fs.FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        org.apache.hadoop.fs.permission.FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        org.apache.hadoop.util.Progressable progress)
        throws IOException {
      step();
      return super.create(
          path, permission, overwrite, bufferSize, replication, blockSize, progress);
    }
  }
}
