package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.Fixtures;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.evaluate.measure.ImageRow;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.MetricFolder;
import org.g2face.jobs.evaluate.measure.Table;
import org.junit.jupiter.api.Test;

class SamplingTest extends EvaluationCase {

  @Test
  void aSampleIsTheSameOnEverySideAndInEveryRun() throws IOException {
    people(12);
    EvaluateResult result =
        job(EvaluationConf.none()).sampling(Sampling.of("25%", Optional.empty(), "x")).run();
    assertThat(result.counts().get("compared")).isEqualTo(3);
    EvaluateResult again =
        job(EvaluationConf.none()).sampling(Sampling.of("3", Optional.empty(), "x")).run();
    assertThat(row(again, Table.V, Measure.PSNR, "").value())
        .isEqualTo(row(result, Table.V, Measure.PSNR, "").value());
    assertThatThrownBy(
            () ->
                job(EvaluationConf.none())
                    .sampling(Sampling.of("3", Optional.of("source"), "x"))
                    .run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("cannot stratify by the column source");
    assertThat(folder.resolve("output").toFile().list()).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void strataKeepTheirShares() {
    assertThat(Sample.quotas(Map.of("a", 700L, "b", 250L, "c", 50L), 10))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", 7L, "b", 3L, "c", 0L));
    assertThat(Sample.quotas(Map.of("a", 1L, "b", 2L), 3))
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", 1L, "b", 2L));
  }

  @Test
  void aSampleIsStratifiedByAColumn() throws IOException {
    Path faces = Fixtures.path("faces/holdout");
    var table = TestSpark.session().read().parquet(faces.toString()).limit(40);
    table
        .selectExpr("image", "image_id", "if(hash(image_id) % 4 = 0, 'few', 'many') as kind")
        .write()
        .parquet(at("original/images.parquet"));
    var kinds = TestSpark.session().read().parquet(at("original/images.parquet"));
    long few = kinds.filter("kind = 'few'").count();
    EvaluatedModel subject =
        new EvaluatedModel("same", List.of(), List.of(at("original")), Optional.empty());
    EvaluateResult result =
        job(EvaluationConf.none())
            .subjects(List.of(subject))
            .sampling(Sampling.of("0.5", Optional.of("kind"), "x"))
            .run();
    assertThat(result.counts()).containsExactly(Map.entry("compared", 20L));
    List<String> ids =
        new MetricFolder(TestSpark.session(), at("output"))
            .images(result.runId()).collectAsList().stream()
                .map(ImageRow::imageId)
                .distinct()
                .toList();
    long fewDrawn =
        kinds.filter("kind = 'few'").select("image_id").collectAsList().stream()
            .filter(row -> ids.contains(row.getString(0)))
            .count();
    assertThat(fewDrawn).isBetween((long) Math.floor(few / 2.0), (long) Math.ceil(few / 2.0));
    // Equal pictures are as near as pictures can be without being equal.
    assertThat(row(result, Table.V, Measure.PSNR, "").value()).isGreaterThan(90);
    assertThat(row(result, Table.V, Measure.SSIM, "").value()).isCloseTo(1, within(1e-12));
  }
}
