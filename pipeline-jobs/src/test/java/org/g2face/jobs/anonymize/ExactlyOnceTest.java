package org.g2face.jobs.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.g2face.io.Sha256;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.version.OutputMode;
import org.g2face.jobs.progress.Progress;
import org.g2face.jobs.progress.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays of a job that ends early, and what another one makes of it. */
class ExactlyOnceTest {
  private static final OutputMode RESUME =
      new OutputMode(false, true, false, Duration.ofMinutes(2));
  private static final Limits IMPATIENT = new Limits(1 << 20, 1 << 20, 1);

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();

  @Test
  void everyInputHasOneAuditRowThatTellsItsChecksums() throws IOException {
    Path input = folder.resolve("input");
    TestImages.write(input, "good.png", 1);
    TestImages.write(input, "throw.png", 2);
    TestImages.write(
        input, "half.png", TestImages.half(Files.readAllBytes(input.resolve("good.png"))));
    TestImages.write(input, "notes.txt", "words".getBytes(StandardCharsets.UTF_8));

    job("output").layout(Layout.BOTH).run();

    Map<String, Row> audit = rows("output/audit");
    assertThat(audit.keySet()).containsExactly("good.png", "half.png", "notes.txt", "throw.png");
    Row good = audit.get("good.png");
    assertThat(good.<String>getAs("input_sha256")).isEqualTo(sha256("input/good.png"));
    assertThat(good.<Long>getAs("input_bytes")).isEqualTo(Files.size(input.resolve("good.png")));
    assertThat(good.<String>getAs("output_sha256")).isEqualTo(sha256("output/files/good.png"));
    assertThat(good.<String>getAs("output")).isEqualTo("good.png");
    assertThat(good.<String>getAs("decision")).isEqualTo("published");
    assertThat(good.<Integer>getAs("faces")).isEqualTo(1);
    assertThat(good.getJavaMap(good.fieldIndex("scores"))).isEqualTo(Map.of("a_check", 0.25));
    assertThat(good.<String>getAs("model")).isEqualTo("inverter");
    assertThat(good.getList(good.fieldIndex("key_ids"))).isEmpty();
    Row thrown = audit.get("throw.png");
    assertThat(thrown.<String>getAs("input_sha256")).isEqualTo(sha256("input/throw.png"));
    assertThat(thrown.<String>getAs("decision")).isEqualTo("quarantined");
    assertThat(thrown.<String>getAs("reason")).isEqualTo("transform_failed");
    assertThat(thrown.<String>getAs("output_sha256")).isNull();
    assertThat(audit.get("half.png").<String>getAs("reason")).isEqualTo("truncated");
    assertThat(audit.get("notes.txt").<String>getAs("decision")).isEqualTo("ignored");
    assertThat(audit.get("notes.txt").<String>getAs("input_sha256")).isNull();
  }

  @Test
  void aPlainReaderSeesTheCurrentVersionAlone() throws IOException {
    write(40);
    job("output").run();
    job("output").access(OutputMode.standard().withOverwrite(true)).run();

    Path output = folder.resolve("output");
    assertThat(
            TestSpark.session()
                .read()
                .option("recursiveFileLookup", "true")
                .option("pathGlobFilter", "*.parquet")
                .parquet(output.resolve("images").toString())
                .count())
        .isEqualTo(40);
    assertThat(rows("output/images")).hasSize(40);
    assertThat(Files.readString(output.resolve("manifest.json"))).contains("\"version\" : 2");
    for (String line : Files.readAllLines(output.resolve(".g2face/versions/000002.files.jsonl"))) {
      String path = line.replaceAll(".*\"path\":\"([^\"]*)\".*", "$1");
      assertThat(line).contains(sha256("output/" + path));
    }
  }

  @Test
  void aJobThatFailedIsTakenUpWhereItStopped() throws IOException {
    write(80);
    Path undisturbed = write("undisturbed");
    Path bad = folder.resolve("input/z-throw.png");
    byte[] content = TestImages.encoded("png", 40, 40, 99);
    Files.write(bad, content);

    assertThatThrownBy(() -> job("output").limits(IMPATIENT).run())
        .isInstanceOf(JobFailedException.class);
    assertThat(folder.resolve("output/manifest.json")).doesNotExist();
    assertThat(notes).anyMatch(note -> note.matches("[1-9]\\d* of 6 parts are finished.*"));

    assertThatThrownBy(() -> job("output").access(RESUME).run())
        .as("another limit is another job")
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("limits: was Limits[");
    Files.delete(bad);
    assertThatThrownBy(() -> job("output").limits(IMPATIENT).access(RESUME).run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("what the input holds: was ");
    job("output").run();
    assertThat(notes).noneMatch(note -> note.contains("finished before"));
    assertThat(data("output")).isEqualTo(data(undisturbed.getFileName().toString()));
  }

  @Test
  void finishedPartsAreNotDoneAgain() throws IOException {
    write(80);
    Path gate = folder.resolve("gate");
    assertThatThrownBy(() -> job("output").transform(new Gated(gate.toString())).run())
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("the gate is shut");
    List<Path> kept = packs();
    assertThat(kept).isNotEmpty();
    Files.createFile(gate);

    FaceJobResult result = job("output").transform(new Gated(gate.toString())).access(RESUME).run();

    assertThat(result.published()).isEqualTo(80);
    assertThat(notes).anyMatch(note -> note.contains(kept.size() + " of 5 parts were finished"));
    Path undisturbed = write("undisturbed");
    assertThat(data("output")).isEqualTo(data(undisturbed.getFileName().toString()));

    FaceJobResult again = job("output").transform(new Gated(gate.toString())).access(RESUME).run();
    assertThat(notes).anyMatch(note -> note.contains("nothing to do"));
    assertThat(again.published()).isEqualTo(80);
  }

  @Test
  void hashedNamesAppearNowhere() throws IOException {
    Path input = folder.resolve("input");
    TestImages.write(input, "jane-doe/passport.png", 1);
    TestImages.write(input, "jane-doe/passport-throw.png", 2);
    TestImages.write(input, "jane-doe/passport.jpg", new byte[0]);
    TestImages.write(input, "jane-doe/passport.txt", new byte[1]);

    FaceJobResult result =
        job("output").hashNames("key".getBytes(StandardCharsets.UTF_8)).layout(Layout.BOTH).run();

    assertThat(result.published()).isEqualTo(2);
    assertThat(rows("output/audit").keySet())
        .hasSize(4)
        .allMatch(id -> id.matches("[0-9a-f]{2}/[0-9a-f]{30}"));
    try (Stream<Path> files = Files.walk(folder.resolve("output"))) {
      for (Path file : files.toList()) {
        assertThat(file.toString()).doesNotContain("jane", "passport");
        if (Files.isRegularFile(file)) {
          assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
              .as(file.toString())
              .doesNotContain("jane", "passport", input.toString());
        }
      }
    }
    job("other").hashNames("another key".getBytes(StandardCharsets.UTF_8)).run();
    assertThat(rows("other/audit").keySet())
        .doesNotContainAnyElementsOf(rows("output/audit").keySet());
  }

  private void write(int images) throws IOException {
    for (int i = 0; i < images; i++) {
      TestImages.write(folder.resolve("input"), "%03d.png".formatted(i), i);
    }
  }

  private Path write(String output) {
    job(output).run();
    return folder.resolve(output);
  }

  private AnonymizeFaces job(String output) {
    return new AnonymizeFaces(TestSpark.session())
        .transform(new TestProvider())
        .input(List.of(folder.resolve("input").toString()))
        .output(folder.resolve(output).toString())
        .inputOptions(new InputOptions("image", Optional.empty(), false, 16, 1 << 30))
        .progress(
            new Progress.Display() {
              @Override
              public void show(Snapshot snapshot, boolean last) {}

              @Override
              public void note(String line) {
                notes.add(line);
              }
            });
  }

  private List<Path> packs() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("output/.g2face"))) {
      return files.filter(file -> file.getParent().endsWith("packs")).toList();
    }
  }

  /** Checksums of everything that is data, by path. */
  private Map<String, String> data(String output) throws IOException {
    Path root = folder.resolve(output);
    Map<String, String> data = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (!name.startsWith(".g2face") && !name.equals("manifest.json")) {
          data.put(name, sha256(output + "/" + name));
        }
      }
    }
    assertThat(data).isNotEmpty();
    return data;
  }

  private String sha256(String file) throws IOException {
    return Sha256.of(Files.readAllBytes(folder.resolve(file)));
  }

  private TreeMap<String, Row> rows(String part) {
    TreeMap<String, Row> rows = new TreeMap<>();
    TestSpark.session()
        .read()
        .parquet(folder.resolve(part).toString())
        .collectAsList()
        .forEach(row -> assertThat(rows.put(row.getAs("image_id"), row)).isNull());
    return rows;
  }
}
