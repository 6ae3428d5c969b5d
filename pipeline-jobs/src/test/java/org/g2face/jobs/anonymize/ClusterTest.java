package org.g2face.jobs.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.spark.sql.SparkSession;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.Outcome;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.output.Layout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two executors, each a Java process of its own. */
@Tag("long")
class ClusterTest {
  private static final int IMAGES = 24;

  @TempDir private Path folder;
  private SparkSession spark;

  @BeforeEach
  void start() throws IOException {
    TestSpark.stop();
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .appName("cluster")
            .config("spark.ui.enabled", "false")
            .config("spark.io.encryption.enabled", "true")
            .config("spark.executor.memory", "512m")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .getOrCreate();
  }

  @AfterEach
  void stop() {
    spark.stop();
  }

  @Test
  void anExecutorThatDiesLosesAndRepeatsNothing() throws IOException {
    Path input = folder.resolve("input");
    for (int i = 0; i < IMAGES; i++) {
      TestImages.write(input, i + ".png", i);
    }
    Path output = folder.resolve("output");
    Path marker = folder.resolve("died");

    FaceJobResult result =
        new AnonymizeFaces(spark)
            .transform(new Deadly(new TestProvider(), "7.png", marker.toString()))
            .input(List.of(input.toString()))
            .output(output.toString())
            .layout(Layout.BOTH)
            .batchSize(2)
            .inputOptions(new InputOptions("image", Optional.empty(), false, 6, 1 << 30))
            .run();

    assertThat(marker).exists();
    assertThat(result.published()).isEqualTo(IMAGES);
    assertThat(imageIds(output)).hasSize(IMAGES).doesNotHaveDuplicates();
    try (Stream<Path> files = Files.list(output.resolve("files"))) {
      assertThat(files).hasSize(IMAGES);
    }
    try (Stream<Path> files = Files.list(output)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("images", "files", "manifest.json");
    }
  }

  private static List<String> imageIds(Path output) throws IOException {
    List<String> ids = new ArrayList<>();
    try (Stream<Path> files = Files.list(output.resolve("images"))) {
      for (Path file : files.toList()) {
        try (ParquetReader<Group> rows =
            ParquetReader.builder(
                    new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                .build()) {
          for (Group row = rows.read(); row != null; row = rows.read()) {
            ids.add(row.getString("image_id", 0));
          }
        }
      }
    }
    return ids;
  }

  /**
   * Ends the process, once, when it sees a certain image.
   *
   * @param marker a file that tells that it has happened
   */
  private record Deadly(TestProvider provider, String imageId, String marker)
      implements FaceTransformProvider {
    @Override
    public String model() {
      return provider.model();
    }

    @Override
    public FaceTransform open() {
      FaceTransform transform = provider.open();
      return new FaceTransform() {
        @Override
        public int size() {
          return transform.size();
        }

        @Override
        public List<Outcome> apply(List<Face> batch) throws Exception {
          if (batch.stream().anyMatch(face -> face.imageId().equals(imageId)) && first()) {
            Runtime.getRuntime().halt(9);
          }
          return transform.apply(batch);
        }

        @Override
        public void close() {
          transform.close();
        }
      };
    }

    private boolean first() {
      try {
        Files.createFile(Path.of(marker));
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
