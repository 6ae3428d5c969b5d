package org.g2face.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.bytedeco.pytorch.global.torch;
import org.g2face.io.LocalFileStore;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.output.Counts;
import org.g2face.jobs.shards.ShardBatches;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.jobs.shards.TestShards;
import org.g2face.model.Architectures;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.model.Part;
import org.g2face.tensor.Tensor;
import org.g2face.train.CheckpointStore;
import org.g2face.train.StepReport;
import org.g2face.train.Trainer;
import org.g2face.train.TrainerListener;
import org.g2face.train.channel.ChannelSettings;
import org.g2face.train.collective.Collective;
import org.g2face.train.data.DataPosition;
import org.g2face.train.data.FaceBatches;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.loss.LossWeights;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of two executors, each a Java process of its own. */
@Tag("long")
class TrainClusterTest {
  private static final int SIZE = 32;
  private static final int BATCH = 4;
  private static final int STEPS = 10;
  private static final ShardBatches.Order ORDER = new ShardBatches.Order(5, 8, true, 0);

  private static final List<String> LINES = Collections.synchronizedList(new ArrayList<>());

  @TempDir private static Path folder;
  private static SparkSession spark;
  private static ShardManifest manifest;

  @BeforeAll
  static void start() throws IOException {
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
    manifest =
        TestShards.write(
            folder.resolve("data"), SIZE, List.of(List.of(9, 4), List.of(11), List.of(5, 2)));
    Counts counts = new Counts(31, 31, 0, 0, Map.of());
    Files.writeString(
        folder.resolve("data/manifest.json"), manifest.toJson(List.of(), counts, null));
    Packages.compact(folder.resolve("model"));
    train("whole", new Disturbed(training(settings(STEPS, 1)), 0, notes("whole")), STEPS);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void aKilledExecutorChangesNothing() throws IOException {
    TrainResult killed =
        train("killed", new Disturbed(training(settings(STEPS, 1)), 5, notes("killed")), STEPS);

    assertThat(folder.resolve("killed.notes.killed")).exists();
    assertThat(killed.restarts()).isEqualTo(1);
    assertThat(LINES).anyMatch(line -> line.startsWith("a rank was lost"));
    assertThat(LINES).anyMatch(line -> line.startsWith("step 10 of 10 (100 %)"));
    for (Part part : ModelPackage.trained(Architectures.compact())) {
      assertThat(checkpoint("killed", STEPS).resolve(part.file()))
          .hasSameBinaryContentAs(checkpoint("whole", STEPS).resolve(part.file()));
    }
    assertThat(checkpoint("killed", STEPS).resolve("progress.conf"))
        .hasSameTextualContentAs(checkpoint("whole", STEPS).resolve("progress.conf"));
    ModelPackage trained = ModelPackage.load(new LocalFileStore(folder.resolve("killed/model")));
    assertThat(trained.parts()).contains(Part.GENERATOR, Part.IDENTITY);
    assertThat(folder.resolve("killed/samples/step-000000004.png")).exists();
  }

  /** Each rank normalises its batches by their own statistics, as one rank does one by one. */
  @Test
  void twoExecutorsDoWhatOneDoesWithTheSameImages() throws IOException {
    Disturbed alone = new Disturbed(training(settings(STEPS, 2)), 0, notes("one"));
    TrainerListener notes =
        new TrainerListener() {
          @Override
          public void onStep(StepReport report) {
            try {
              alone.note(report);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    torch.set_num_threads(1);
    try (BothRanks faces = new BothRanks(faces(0), faces(1))) {
      new Trainer(
              settings(STEPS, 2),
              ModelPackage.load(new LocalFileStore(folder.resolve("model"))),
              Collective.single(),
              faces,
              notes,
              CheckpointStore.none())
          .run();
    }

    List<Map<String, Double>> one = losses("one");
    List<Map<String, Double>> two = losses("whole");
    assertThat(two).hasSize(STEPS);
    for (int step = 0; step < STEPS; step++) {
      assertThat(two.get(step)).hasSameSizeAs(one.get(step)).isNotEmpty();
      for (Map.Entry<String, Double> loss : one.get(step).entrySet()) {
        assertThat(two.get(step).get(loss.getKey()))
            .as(loss.getKey() + " of step " + (step + 1))
            .isCloseTo(loss.getValue(), within(1e-4 * Math.max(1, Math.abs(loss.getValue()))));
      }
    }
  }

  @Test
  void aRankThatThrowsChangesNothing() throws IOException {
    train("mean", MeanOfFaces.undisturbed(12), 12);
    String marker = folder.resolve("thrown").toString();
    TrainResult thrown = train("mean-thrown", new MeanOfFaces(12, 3, 7, marker), 12);

    assertThat(thrown.restarts()).isEqualTo(1);
    assertThat(checkpoint("mean-thrown", 12).resolve("state.json"))
        .hasSameBinaryContentAs(checkpoint("mean", 12).resolve("state.json"));
  }

  @Test
  void whatCannotStartIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                job("none", MeanOfFaces.undisturbed(1), 1)
                    .cluster(new ClusterOptions(3, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                    .run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("room for 2 of 3 workers");
    assertThatThrownBy(() -> job("data", MeanOfFaces.undisturbed(1), 1).run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("something else");
  }

  private static TrainResult train(String run, RankTraining training, long steps) {
    return job(run, training, steps).run();
  }

  private static TrainFaces job(String run, RankTraining training, long steps) {
    return new TrainFaces(spark)
        .training(training, steps)
        .data(
            new DataOptions(
                folder.resolve("data").toString(), BATCH, ORDER, new ShardBatches.Ahead(1, 2)))
        .cluster(new ClusterOptions(2, Duration.ofMinutes(1), Duration.ofSeconds(30)))
        .output(folder.resolve(run).toString())
        .progress(Duration.ZERO, LINES::add);
  }

  private static PackagedTraining training(TrainSettings settings) {
    return new PackagedTraining(settings, folder.resolve("model").toString());
  }

  private static TrainSettings settings(long steps, int accumulate) {
    return new TrainSettings(
        TrainSettings.Engine.TORCH,
        "cpu",
        TrainSettings.Precision.FLOAT32,
        11,
        BATCH,
        accumulate,
        steps,
        new LossWeights(1, 1, 0, 1, 1, 0, 0, 0, 10, 0, 10, 2),
        new TrainSettings.Optimiser(1e-3, 0.1, 1e-3, 0.9, 0.99, 1e-8, 0, 1, 0, 10, 0.9, 3),
        ChannelSettings.lossless(),
        TrainSettings.Stages.standard(),
        3,
        4);
  }

  private static ShardBatches faces(int rank) {
    return new ShardBatches(
        manifest,
        folder.resolve("data").toString(),
        new Configuration(),
        ORDER,
        new ShardBatches.Ahead(1, 2),
        rank,
        2,
        BATCH);
  }

  /** The faces of two ranks, a batch of each in turn. */
  private static final class BothRanks implements FaceBatches {
    private final List<ShardBatches> ranks;
    private int given;

    BothRanks(ShardBatches first, ShardBatches second) {
      ranks = List.of(first, second);
    }

    @Override
    public Tensor next() throws IOException {
      return ranks.get(given++ % 2).next();
    }

    @Override
    public DataPosition position() {
      return ranks.get(0).position();
    }

    @Override
    public void resume(DataPosition position) {
      ranks.forEach(rank -> rank.resume(position));
    }

    @Override
    public void close() {
      ranks.forEach(ShardBatches::close);
    }
  }

  private static String notes(String run) {
    return folder.resolve(run + ".notes").toString();
  }

  private static List<Map<String, Double>> losses(String run) throws IOException {
    List<Map<String, Double>> losses = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(notes(run)))) {
      Map<String, Double> step = new LinkedHashMap<>();
      for (String entry : line.substring(line.indexOf('{') + 1, line.length() - 1).split(", ")) {
        String[] parts = entry.split("=");
        step.put(parts[0], Double.parseDouble(parts[1]));
      }
      losses.add(step);
    }
    return losses;
  }

  private static Path checkpoint(String run, long step) {
    return folder.resolve(run).resolve("checkpoints/step-%09d".formatted(step));
  }
}
