package org.g2face.jobs.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.model.ModelException;
import org.g2face.preflight.PreflightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that cannot be opened on an executor, and never will be. */
class HopelessJobTest {
  @TempDir private Path folder;

  /**
   * @param openings a folder that gets a file for each attempt
   */
  private record Hopeless(String openings, boolean numbers) implements FaceTransformProvider {
    @Override
    public String model() {
      return "hopeless";
    }

    @Override
    public FaceTransform open() throws IOException {
      Files.createFile(Path.of(openings, UUID.randomUUID().toString()));
      if (numbers) {
        throw new PreflightException("ONNX Runtime computes wrong numbers");
      }
      throw new ModelException("the generator answers otherwise");
    }
  }

  @Test
  void theJobEndsAtOnceAndSaysWhy() throws IOException {
    TestSpark.stop();
    for (int i = 0; i < 4; i++) {
      TestImages.write(folder.resolve("input"), i + ".png", i);
    }
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    try (SparkSession cluster =
        SparkSession.builder()
            .master("local-cluster[1,1,768]")
            .appName("hopeless")
            .config("spark.ui.enabled", "false")
            .config("spark.executor.memory", "512m")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.task.maxFailures", "40")
            .getOrCreate()) {
      assertEnds(cluster, false, "the generator answers otherwise");
      assertEnds(cluster, true, "ONNX Runtime computes wrong numbers");
    }
  }

  private void assertEnds(SparkSession cluster, boolean numbers, String why) throws IOException {
    Path openings = Files.createDirectories(folder.resolve("openings " + numbers));
    assertThatThrownBy(
            () ->
                new AnonymizeFaces(cluster)
                    .transform(new Hopeless(openings.toString(), numbers))
                    .input(List.of(folder.resolve("input").toString()))
                    .output(folder.resolve("output " + numbers).toString())
                    .run())
        .isInstanceOf(JobFailedException.class)
        .hasMessage(why);
    try (Stream<Path> attempts = Files.list(openings)) {
      assertThat(attempts.count()).isBetween(1L, 20L);
    }
  }
}
