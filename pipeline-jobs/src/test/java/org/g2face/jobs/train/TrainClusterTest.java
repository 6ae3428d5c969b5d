package org.g2face.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.output.Counts;
import org.g2face.jobs.shards.ShardBatches;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.jobs.shards.TestShards;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two executors, each a Java process of its own. */
@Tag("long")
class TrainClusterTest {
  private static final int STEPS = 12;

  @TempDir private Path folder;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private SparkSession spark;

  @BeforeEach
  void start() throws IOException {
    TestSpark.stop();
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .appName("training")
            .config("spark.ui.enabled", "false")
            .config("spark.io.encryption.enabled", "true")
            .config("spark.executor.heartbeatInterval", "1s")
            .config("spark.executor.memory", "512m")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .getOrCreate();
    ShardManifest manifest =
        TestShards.write(
            folder.resolve("data"), 8, List.of(List.of(9, 4), List.of(11), List.of(5, 2)));
    Counts counts = new Counts(31, 31, 0, 0, java.util.Map.of());
    Files.writeString(
        folder.resolve("data/manifest.json"), manifest.toJson(List.of(), counts, null));
  }

  @AfterEach
  void stop() {
    spark.stop();
  }

  @Test
  void aKilledExecutorChangesNothing() throws IOException {
    float[] undisturbed = train("a", MeanOfFaces.undisturbed(STEPS), 2, 4, 0);
    String marker = folder.resolve("killed").toString();
    float[] killed = train("b", new MeanOfFaces(STEPS, 3, 8, 0, marker), 2, 4, 1);

    assertThat(Path.of(marker)).exists();
    assertThat(killed).containsExactly(undisturbed);
    assertThat(lines).anyMatch(line -> line.startsWith("a rank was lost"));
  }

  @Test
  void aRankThatThrowsChangesNothing() throws IOException {
    float[] undisturbed = train("a", MeanOfFaces.undisturbed(STEPS), 2, 4, 0);
    String marker = folder.resolve("thrown").toString();
    float[] thrown = train("b", new MeanOfFaces(STEPS, 3, 0, 7, marker), 2, 4, 1);

    assertThat(thrown).containsExactly(undisturbed);
  }

  private float[] train(String run, MeanOfFaces training, int workers, int batch, int restarts)
      throws IOException {
    String output = folder.resolve(run).toString();
    TrainResult result =
        new TrainFaces(spark)
            .training(training, training.steps())
            .data(
                new DataOptions(
                    folder.resolve("data").toString(),
                    batch,
                    new ShardBatches.Order(5, 8, true),
                    new ShardBatches.Ahead(1, 2)))
            .cluster(new ClusterOptions(workers, Duration.ofMinutes(1), Duration.ofSeconds(20)))
            .output(output)
            .progress(Duration.ZERO, lines::add)
            .run();
    assertThat(result.restarts()).isEqualTo(restarts);
    CheckpointFolders checkpoints =
        CheckpointFolders.of(output + "/checkpoints", new Configuration(), new Keep(3, 0));
    assertThat(checkpoints.latestStep()).isEqualTo(training.steps());
    return MeanOfFaces.read(checkpoints.latest().orElseThrow()).mean();
  }
}
