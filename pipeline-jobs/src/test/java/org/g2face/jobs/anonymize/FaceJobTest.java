package org.g2face.jobs.anonymize;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.output.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceJobTest {
  @TempDir private Path folder;

  @Test
  void publishesQuarantinesAndIgnoresEverythingExactlyOnce() throws IOException {
    Path input = mixedInput();

    FaceJobResult result = job(input).layout(Layout.BOTH).run();

    assertThat(result.published()).isEqualTo(6);
    assertThat(result.ignored()).isEqualTo(2);
    assertThat(result.reasons())
        .containsOnly(
            Map.entry("empty", 1L),
            Map.entry("truncated", 1L),
            Map.entry("not_an_image", 1L),
            Map.entry("mislabelled", 1L),
            Map.entry("not_finite", 1L),
            Map.entry("transform_failed", 2L));
    assertThat(images().keySet())
        .containsExactly("a/1.jpg", "a/2.png", "a/b/3.bmp", "a/b/_4.PNG", "a/ü ö.png", "top.png");
    assertThat(quarantine().keySet())
        .containsExactly(
            "broken/empty.jpg",
            "broken/half.png",
            "broken/text.jpg",
            "broken/truly-a-png.jpg",
            "memory.png",
            "notes.txt",
            "refuse.png",
            "throw.png",
            "thrown/.hidden");
    JsonNode manifest = manifest();
    JsonNode counts = manifest.get("counts");
    assertThat(counts.get("inputs").asLong()).isEqualTo(15);
    assertThat(counts.get("published").asLong()).isEqualTo(6);
    assertThat(counts.get("quarantined").asLong()).isEqualTo(7);
    assertThat(counts.get("ignored").asLong()).isEqualTo(2);
    assertThat(manifest.get("model").asText()).isEqualTo("inverter");
  }

  @Test
  void namesThatAreFoldersOfOthersGetFilesOfTheirOwn() throws IOException {
    Path input = folder.resolve("input");
    TestImages.write(input, "x.jpg", 1);
    TestImages.write(input, "x.png/y.jpg", 2);
    TestImages.write(input, "x.jpg.png/y.jpg", 3);
    TestImages.write(input, ("d".repeat(200) + "/").repeat(15) + "deep.jpg", 4);

    assertThat(job(input).layout(Layout.BOTH).run().published()).isEqualTo(4);
    assertThat(files().keySet()).hasSize(4).contains("x.png", "x%2Epng/y.png");
  }

  @Test
  void rowsDescribeTheNewImages() throws IOException {
    job(mixedInput()).layout(Layout.BOTH).run();

    Row row = images().get("a/1.jpg");
    Row image = row.getStruct(row.fieldIndex("image"));
    assertThat(row.<String>getAs("status")).isEqualTo("anonymized");
    assertThat(row.<Integer>getAs("width")).isEqualTo(16);
    assertThat(row.<Integer>getAs("source_width")).isEqualTo(40);
    assertThat(row.<Integer>getAs("source_height")).isEqualTo(36);
    assertThat(row.<String>getAs("dummy_id")).isEqualTo("dummy of a/1.jpg");
    assertThat(row.getJavaMap(row.fieldIndex("checks"))).isEqualTo(Map.of("a_check", 0.25));
    assertThat(image.<String>getAs("path")).isEqualTo("a/1.png");
    byte[] png = image.getAs("bytes");
    assertThat(png).isEqualTo(Files.readAllBytes(output().resolve("files/a/1.png")));
    RgbImage source = decode(Files.readAllBytes(folder.resolve("input/a/1.jpg"))).resize(16, 16);
    RgbImage published = decode(png);
    assertThat(published.level(3, 5, 1)).isEqualTo(255 - source.level(3, 5, 1));
    assertThat(published.level(15, 15, 2)).isEqualTo(255 - source.level(15, 15, 2));
  }

  @Test
  void quarantineSaysWhyAndHoldsNoPixels() throws IOException {
    job(mixedInput()).run();

    Row row = quarantine().get("broken/half.png");
    assertThat(row.<String>getAs("status")).isEqualTo("quarantined");
    assertThat(row.<String>getAs("reason")).isEqualTo("truncated");
    assertThat(row.<String>getAs("detail")).isNotBlank();
    assertThat(row.<Long>getAs("source_length"))
        .isEqualTo(Files.size(folder.resolve("input/broken/half.png")));
    assertThat(row.schema().fieldNames())
        .containsExactly(
            "schema_version", "image_id", "path", "status", "reason", "detail", "source_length");
    assertThat(quarantine().get("notes.txt").<String>getAs("status")).isEqualTo("ignored");
  }

  @Test
  void aSecondRunGivesTheSameBytes() throws IOException {
    Path input = mixedInput();
    job(input).layout(Layout.BOTH).run();
    Map<String, byte[]> first = files();
    job(input)
        .layout(Layout.BOTH)
        .overwrite(true)
        .batchSize(1)
        .inputOptions(new InputOptions("image", Optional.empty(), false, 2, 1 << 20))
        .run();

    assertThat(files().keySet()).isEqualTo(first.keySet());
    files().forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(first.get(name)));
  }

  @Test
  void nothingOfTheOriginalsIsWritten() throws IOException {
    Path input = mixedInput();
    job(input).layout(Layout.BOTH).run();

    List<byte[]> originals;
    try (Stream<Path> sources = Files.walk(input)) {
      originals =
          sources
              .filter(Files::isRegularFile)
              .map(FaceJobTest::read)
              .filter(b -> b.length > 100)
              .toList();
    }
    try (Stream<Path> written = Files.walk(folder)) {
      written
          .filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(input))
          .forEach(
              file ->
                  originals.forEach(
                      original ->
                          assertThat(indexOf(read(file), middle(original)))
                              .as("part of an original in %s", file)
                              .isNegative()));
    }
  }

  @Test
  void networksThatCannotBeLoadedLeaveNothingVisible() throws IOException {
    Path input = mixedInput();

    assertThatThrownBy(() -> job(input).transform(new TestProvider(true)).run())
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("the weights are damaged");
    assertThat(siblingsOfOutput()).containsExactly("input");
  }

  @Test
  void networksThatFailEveryTimeFailTheJob() throws IOException {
    Path input = folder.resolve("input");
    for (int i = 0; i < 6; i++) {
      TestImages.write(input, "throw-" + i + ".png", i);
    }

    assertThatThrownBy(() -> job(input).limits(new Limits(10_000, 1 << 20, 5)).run())
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("failed for 5 images in a row")
        .hasMessageContaining("not a number");
    assertThat(siblingsOfOutput()).containsExactly("input");
  }

  @Test
  void aFailedJobLeavesThePreviousOutputAlone() throws IOException {
    Path input = mixedInput();
    job(input).run();
    String before = Files.readString(output().resolve("manifest.json"));

    assertThatThrownBy(() -> job(input).overwrite(true).transform(new TestProvider(true)).run())
        .isInstanceOf(JobFailedException.class);
    assertThat(output().resolve("manifest.json")).hasContent(before);
    assertThat(siblingsOfOutput()).containsExactly("input", "output");
  }

  @Test
  void anExistingOutputIsRefused() throws IOException {
    Path input = mixedInput();
    TestImages.write(output(), "precious.txt", new byte[] {1});

    assertThatThrownBy(() -> job(input).run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--overwrite");
    assertThat(output().resolve("precious.txt")).exists();
  }

  @Test
  void filesOfTheSameStemDoNotOverwriteEachOther() throws IOException {
    Path input = folder.resolve("input");
    TestImages.write(input, "a.jpg", 1);
    TestImages.write(input, "a.png", 2);
    TestImages.write(input, "b.bmp", 3);

    assertThat(job(input).layout(Layout.FILES).run().published()).isEqualTo(3);

    assertThat(files().keySet()).containsExactly("a.jpg.png", "a.png.png", "b.bmp.png");
    Row row = images().get("a.jpg");
    Row image = row.getStruct(row.fieldIndex("image"));
    assertThat(image.<String>getAs("path")).isEqualTo("a.jpg.png");
    assertThat(image.<byte[]>getAs("bytes")).isNull();
  }

  @Test
  void recoveringReadsADatasetOfEitherLayout() throws IOException {
    Path input = folder.resolve("input");
    TestImages.write(input, "x/a.jpg", 1);
    TestImages.write(input, "b.png", 2);
    job(input).layout(Layout.FILES).run();
    job(input).output(folder.resolve("parquet").toString()).run();

    for (Path anonymized : List.of(output(), folder.resolve("parquet"))) {
      Path recovered = folder.resolve("recovered of " + anonymized.getFileName());
      FaceJobResult result =
          new RecoverFaces(TestSpark.session())
              .transform(new TestProvider())
              .input(List.of(anonymized.toString()))
              .output(recovered.toString())
              .layout(Layout.FILES)
              .run();
      assertThat(result.published()).isEqualTo(2);
      assertThat(result.ignored() + result.quarantined()).isZero();
      assertThat(decode(read(recovered.resolve("files/x/a.png"))))
          .isEqualTo(decode(read(input.resolve("x/a.jpg"))).resize(16, 16));
    }
  }

  @Test
  void enormousImagesAreQuarantinedByTheirHeaders() throws IOException {
    Path input = folder.resolve("input");
    TestImages.write(input, "small.png", 1);
    TestImages.write(input, "many-pixels.png", TestImages.encoded("png", 300, 300, 2));
    TestImages.write(input, "many-bytes.bmp", TestImages.encoded("bmp", 90, 90, 2));

    FaceJobResult result = job(input).limits(new Limits(50_000, 20_000, 5)).run();

    assertThat(result.published()).isEqualTo(1);
    assertThat(result.reasons())
        .containsOnly(Map.entry("too_many_pixels", 1L), Map.entry("too_large_file", 1L));
  }

  private Path mixedInput() throws IOException {
    Path input = folder.resolve("input");
    TestImages.write(input, "top.png", 0);
    TestImages.write(input, "a/1.jpg", 1);
    TestImages.write(input, "a/2.png", 2);
    TestImages.write(input, "a/b/3.bmp", 3);
    TestImages.write(input, "a/b/_4.PNG", 4);
    TestImages.write(input, "a/ü ö.png", 5);
    byte[] png = TestImages.encoded("png", 40, 40, 6);
    TestImages.write(input, "broken/empty.jpg", new byte[0]);
    TestImages.write(input, "broken/half.png", TestImages.half(png));
    TestImages.write(input, "broken/text.jpg", "these are words".getBytes(StandardCharsets.UTF_8));
    TestImages.write(input, "broken/truly-a-png.jpg", png);
    TestImages.write(input, "throw.png", 7);
    TestImages.write(input, "memory.png", 8);
    TestImages.write(input, "refuse.png", 9);
    TestImages.write(input, "notes.txt", "notes".getBytes(StandardCharsets.UTF_8));
    TestImages.write(input, "thrown/.hidden", "hidden".getBytes(StandardCharsets.UTF_8));
    return input;
  }

  private AnonymizeFaces job(Path input) {
    return new AnonymizeFaces(TestSpark.session())
        .transform(new TestProvider())
        .input(List.of(input.toString()))
        .output(output().toString())
        .batchSize(4);
  }

  private Path output() {
    return folder.resolve("output");
  }

  private TreeMap<String, Row> images() {
    return rows("images");
  }

  private TreeMap<String, Row> quarantine() {
    return rows("quarantine");
  }

  private TreeMap<String, Row> rows(String part) {
    return TestSpark.session()
        .read()
        .parquet(output().resolve(part).toString())
        .collectAsList()
        .stream()
        .collect(
            toMap(
                row -> row.getAs("image_id"),
                row -> row,
                (one, other) -> {
                  throw new AssertionError("twice: " + one);
                },
                TreeMap::new));
  }

  private TreeMap<String, byte[]> files() throws IOException {
    Path root = output().resolve("files");
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .collect(
              toMap(
                  file -> root.relativize(file).toString(),
                  FaceJobTest::read,
                  (one, other) -> one,
                  TreeMap::new));
    }
  }

  private JsonNode manifest() throws IOException {
    return new ObjectMapper().readTree(output().resolve("manifest.json").toFile());
  }

  private List<String> siblingsOfOutput() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static RgbImage decode(byte[] bytes) {
    return ((Picture) new ImageDecoder().decode(bytes, "")).image();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Bytes that no other file has by chance. */
  private static byte[] middle(byte[] bytes) {
    return Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length / 2 + 24);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }
}
