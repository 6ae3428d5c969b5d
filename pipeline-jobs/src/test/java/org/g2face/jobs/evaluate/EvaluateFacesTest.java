package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.g2face.evaluate.PixelError;
import org.g2face.evaluate.Ssim;
import org.g2face.image.RgbImage;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.evaluate.measure.ImageRow;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.MetricFolder;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.g2face.jobs.evaluate.measure.Table;
import org.junit.jupiter.api.Test;

class EvaluateFacesTest extends EvaluationCase {

  @Test
  void picturesMeetByIdAndAreMeasured() throws IOException {
    List<Path> people = people(12);
    EvaluateResult result = job(networks()).run();

    assertThat(result.counts())
        .containsEntry("compared", 12L)
        .containsEntry("next.anonymized.missing", 1L)
        .containsEntry("next.anonymized.extra", 1L)
        .containsEntry("next.anonymized.truncated", 1L)
        .hasSize(4);
    MetricRow cosine = row(result, Table.II, Measure.IDENTITY_COSINE, "mobile");
    assertThat(cosine.n()).isEqualTo(10);
    assertThat(cosine.value()).isBetween(-0.1, 0.3);
    assertThat(cosine.standardError()).isBetween(0.005, 0.1);
    assertThat(cosine.low()).isLessThan(cosine.value());
    assertThat(cosine.high()).isGreaterThan(cosine.value());
    assertThat(row(result, Table.VI, Measure.RECOVERED_COSINE, "mobile").value())
        .isGreaterThan(0.6);
    assertThat(row(result, Table.II, Measure.IDENTITY_COSINE, "b").value()).isBetween(-0.1, 0.3);
    assertThat(row(result, Table.VI, Measure.RECOVERED_COSINE, "b").value()).isGreaterThan(0.5);
    MetricRow first = row(result, Table.PRIVACY, Measure.RANK_ONE, "mobile");
    assertThat(first.n()).isEqualTo(10);
    assertThat(first.value()).isLessThan(0.3);
    assertThat(row(result, Table.PRIVACY, Measure.CHANCE, "mobile").value())
        .isCloseTo(0.1, within(1e-9));
    assertThat(row(result, Table.PRIVACY, Measure.RANK_ONE, "arcface").note())
        .isEqualTo("no file absent.onnx");
    MetricRow absent = row(result, Table.II, Measure.IDENTITY_COSINE, "arcface");
    assertThat(absent.measured()).isEmpty();
    assertThat(absent.n()).isZero();
    assertThat(absent.note()).isEqualTo("no file absent.onnx");
    assertThat(row(result, Table.III, Measure.DETECTION_RATE, "ultraface").value()).isEqualTo(1);
    assertThat(row(result, Table.III, Measure.LANDMARK_DISTANCE, "landmarks").value())
        .isBetween(1.0, 20.0);
    assertThat(row(result, Table.III, Measure.POSE_DISTANCE, "pose").value()).isBetween(1.0, 90.0);
    assertThat(row(result, Table.III, Measure.BOX_DISTANCE, "ultraface").value())
        .isBetween(0.5, 60.0);
    assertThat(row(result, Table.III, Measure.FRECHET_DISTANCE, "look").value()).isPositive();
    assertThat(row(result, Table.V, Measure.LPIPS, "lpips").value()).isBetween(0.01, 0.6);

    double psnr = 0;
    double ssim = 0;
    for (Path person : people) {
      RgbImage face = decode(person);
      psnr += PixelError.between(face, blurred(face)).psnr() / 12;
      ssim += Ssim.between(face, blurred(face)) / 12;
    }
    assertThat(row(result, Table.V, Measure.PSNR, "").value()).isCloseTo(psnr, within(1e-9));
    assertThat(row(result, Table.V, Measure.SSIM, "").value()).isCloseTo(ssim, within(1e-9));

    assertThat(result.failures()).hasSize(1);
    assertThat(result.failures().get(0).gate()).isEqualTo("recovery.psnr > 90");
    MetricFolder kept = new MetricFolder(TestSpark.session(), at("output"));
    assertThat(kept.history()).containsExactlyInAnyOrderElementsOf(result.rows());
    List<ImageRow> images = kept.images(result.runId()).collectAsList();
    assertThat(images.stream().filter(row -> row.measure() == Measure.PSNR)).hasSize(12);
    RgbImage face = decode(people.get(7));
    assertThat(images)
        .filteredOn(row -> row.imageId().equals("a/person-07.jpg"))
        .filteredOn(row -> row.measure() == Measure.PSNR)
        .extracting(ImageRow::value)
        .containsExactly(PixelError.between(face, blurred(face)).psnr());
    var unmatched =
        TestSpark.session().read().parquet(at("output/unmatched")).collectAsList().stream()
            .map(row -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3))
            .toList();
    assertThat(unmatched)
        .containsExactlyInAnyOrder(
            "a/person-03.jpg next.anonymized truncated",
            "a/person-05.jpg next.anonymized missing",
            "a/nobody next.anonymized extra");
    assertThat(
            TestSpark.session()
                .read()
                .parquet(at("output/unmatched"))
                .filter("reason = 'truncated'")
                .head()
                .<String>getAs("detail"))
        .isNotBlank()
        .doesNotContain("/");
    assertThat(folder.resolve("output/latest.json"))
        .content()
        .contains("\"compared\" : 12", "absent.onnx");
    assertThat(folder.resolve("output/latest.prom")).content().contains("measure=\"psnr\"");
    assertThat(folder.resolve("output").toFile().list())
        .containsExactlyInAnyOrder(
            "metrics", "per_image", "unmatched", "latest.json", "latest.prom");
  }

  @Test
  void theNumbersDoNotDependOnTheDivisionAndRunsAreKeptBesideEachOther() throws IOException {
    people(12);
    EvaluationConf networks = networks();
    Map<String, byte[]> before = new TreeMap<>();
    List<EvaluateResult> results = new ArrayList<>();
    for (int partitions : new int[] {1, 2, 7}) {
      results.add(job(networks).partitions(partitions).run());
      Map<String, byte[]> after = files(folder.resolve("output/metrics"));
      after.putAll(files(folder.resolve("output/per_image")));
      before.forEach((name, bytes) -> assertThat(after.get(name)).isEqualTo(bytes));
      assertThat(after.size()).isGreaterThan(before.size());
      before.putAll(after);
    }
    for (EvaluateResult result : results) {
      assertThat(result.rows()).hasSameSizeAs(results.get(0).rows());
      for (MetricRow row : result.rows()) {
        MetricRow first =
            results.get(0).rows().stream().filter(row::sameAs).findFirst().orElseThrow();
        if (row.measured().isPresent()) {
          assertThat(row.value()).as(row.toString()).isCloseTo(first.value(), within(1e-9));
          assertThat(row.n()).isEqualTo(first.n());
        } else {
          assertThat(first.measured()).isEmpty();
        }
      }
    }
    List<MetricRow> history = new MetricFolder(TestSpark.session(), at("output")).history();
    assertThat(history.stream().map(MetricRow::runId).distinct())
        .containsExactlyElementsOf(results.stream().map(EvaluateResult::runId).toList());
  }

  @Test
  void whatCannotBeDoneIsToldBeforeAnythingIsWritten() throws IOException {
    TestImages.write(folder.resolve("original"), "1.png", 1);
    TestImages.write(folder.resolve("recovered"), "1.png", 1);
    EvaluatedModel absent =
        new EvaluatedModel("x", List.of(at("nowhere")), List.of(), Optional.empty());
    assertThatThrownBy(() -> job(EvaluationConf.none()).subjects(List.of(absent)).run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("nowhere does not exist");
    assertThatThrownBy(() -> job(EvaluationConf.none()).subjects(List.of()).run())
        .hasMessageContaining("nothing to evaluate");
    Path pairs = Files.writeString(folder.resolve("pairs.csv"), "left,right\n1,1\n");
    EvaluatedModel recovered =
        new EvaluatedModel("x", List.of(), List.of(at("recovered")), Optional.empty());
    assertThatThrownBy(
            () ->
                job(EvaluationConf.none())
                    .subjects(List.of(recovered))
                    .pairs(pairs.toString())
                    .run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("whose first line is left,right,same");
    if (Files.exists(folder.resolve("output"))) {
      assertThat(folder.resolve("output")).isEmptyDirectory();
    }
  }

  private static Map<String, byte[]> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Map<String, byte[]> contents = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).collect(Collectors.toList())) {
        contents.put(file.toString(), Files.readAllBytes(file));
      }
      return contents;
    }
  }

  /** Pictures that are hardly changed are found, and so are people who were seen before. */
  @Test
  void whoIsStillThereIsFoundAmongTheOriginals() throws IOException {
    people(8);
    StringBuilder people = new StringBuilder("image_id,subject\n");
    for (int i = 0; i < 8; i++) {
      people.append("a/person-%02d.jpg,%d\n".formatted(i, i / 2));
    }
    Path table = Files.writeString(folder.resolve("people.csv"), people);
    EvaluatedModel blur =
        new EvaluatedModel("blur", List.of(at("recovered")), List.of(), Optional.empty());
    EvaluateResult result = job(networks()).subjects(List.of(blur)).people(table.toString()).run();

    assertThat(row(result, Table.PRIVACY, Measure.RANK_ONE, "mobile").value()).isEqualTo(1);
    assertThat(row(result, Table.PRIVACY, Measure.CHANCE, "mobile").value())
        .isCloseTo(0.25, within(1e-9));
    MetricRow parrot = row(result, Table.PRIVACY, Measure.PARROT, "mobile");
    assertThat(parrot.n()).isEqualTo(8);
    assertThat(parrot.value()).isBetween(0.0, 1.0);

    EvaluateResult few = job(networks()).subjects(List.of(blur)).gallery(1).run();
    assertThat(row(few, Table.PRIVACY, Measure.RANK_ONE, "mobile").n()).isLessThan(8);
  }
}
