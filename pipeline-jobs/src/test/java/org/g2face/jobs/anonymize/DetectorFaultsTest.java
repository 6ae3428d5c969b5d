package org.g2face.jobs.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.anonymize.FaultyDetectors.Fault;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.output.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detectors that throw or see what cannot be, in a whole job over photographs. */
class DetectorFaultsTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  @TempDir private Path folder;

  @Test
  void nothingOfAnOriginalIsPublishedWhateverADetectorDoes() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (String which : List.of("first", "second")) {
      for (Fault fault : Fault.values()) {
        String name = which + "-" + fault.name().toLowerCase(Locale.ROOT) + ".png";
        TestImages.write(
            folder.resolve("in"), name, TestImages.encoded("png", WIDTH, HEIGHT, name.hashCode()));
        expected.put(name, fault.becomes());
      }
    }
    FaceJobResult result = job(50).run();

    Map<String, String> became = new TreeMap<>();
    for (Row row : rows("quarantine")) {
      became.put(row.getAs("image_id"), row.getAs("reason"));
      assertThat(row.<String>getAs("detail")).isNotBlank();
    }
    for (Row row : rows("images")) {
      assertThat(became.put(row.getAs("image_id"), "published")).isNull();
    }
    assertThat(became).isEqualTo(expected);
    assertThat(result.published()).isEqualTo(2);
    assertThat(rows("audit")).hasSize(expected.size());
    for (String name : List.of("first-none.png", "second-none.png")) {
      RgbImage before = picture("in/" + name);
      RgbImage after = picture("out/files/" + name);
      // The middle of the face is new, and a corner of the photograph as it was.
      assertThat(after.crop(26, 20, 8, 8)).isEqualTo(RgbImage.of(8, 8, new byte[8 * 8 * 3]));
      assertThat(after.crop(56, 40, 8, 8)).isEqualTo(before.crop(56, 40, 8, 8));
    }
    assertOnlyPublishedFilesHoldPixels();
  }

  /** What is wrong with every photograph is wrong with the detector. */
  @Test
  void aDetectorThatNeverWorksTakesTheJobDownAndPublishesNothing() throws IOException {
    for (int i = 0; i < 4; i++) {
      TestImages.write(
          folder.resolve("in"),
          "first" + i + "-throws.png",
          TestImages.encoded("png", WIDTH, HEIGHT, i));
    }
    assertThatThrownBy(() -> job(3).run())
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("the detector threw");
    assertThat(folder.resolve("out/manifest.json")).doesNotExist();
    assertThat(folder.resolve("out/files")).doesNotExist();
  }

  private AnonymizeFaces job(int failuresInARow) {
    Limits limits = Limits.standard();
    return new AnonymizeFaces(TestSpark.session())
        .transform(new FaultyDetectors())
        .input(List.of(folder.resolve("in").toString()))
        .output(folder.resolve("out").toString())
        .limits(new Limits(limits.pixels(), limits.bytes(), failuresInARow))
        .layout(Layout.BOTH);
  }

  /** No file of the output but the published ones is as large as a picture, wherever it lies. */
  private void assertOnlyPublishedFilesHoldPixels() throws IOException {
    try (Stream<Path> walk = Files.walk(folder.resolve("out"))) {
      assertThat(walk.filter(file -> file.toString().endsWith(".png")).map(Path::getFileName))
          .map(Path::toString)
          .containsExactlyInAnyOrder("first-none.png", "second-none.png");
    }
  }

  private RgbImage picture(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    return ((Picture) new ImageDecoder().decode(bytes, file)).image();
  }

  private List<Row> rows(String part) {
    String[] files =
        Arrays.stream(folder.resolve("out").resolve(part).toFile().listFiles())
            .map(file -> file.toString())
            .toArray(String[]::new);
    return TestSpark.session().read().parquet(files).collectAsList();
  }
}
