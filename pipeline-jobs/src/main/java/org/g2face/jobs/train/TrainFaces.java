package org.g2face.jobs.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.OrderlyStop;
import org.g2face.jobs.SparkWork;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.Version;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.jobs.shards.Split;

/**
 * Trains on a packed dataset, with a rank for each worker.
 *
 * <p>The output is a run's folder; if it holds checkpoints training goes on from the newest one.
 */
public final class TrainFaces {
  private static final Duration POLL = Duration.ofMillis(200);

  private final SparkSession spark;
  private RankTraining training;
  private long steps;
  private DataOptions data;
  private String output;
  private ClusterOptions cluster = ClusterOptions.of(1);
  private CheckpointRetention keep = new CheckpointRetention(3, 0);
  private Config configuration;
  private Duration lineEvery = Duration.ofSeconds(10);
  private Consumer<String> print = line -> {};

  /** A job on the given session. */
  public TrainFaces(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * What each rank does.
   *
   * @param steps after how many steps it ends
   */
  public TrainFaces training(RankTraining training, long steps) {
    this.training = training;
    this.steps = steps;
    return this;
  }

  /** What it trains on. */
  public TrainFaces data(DataOptions data) {
    this.data = data;
    return this;
  }

  /** URI of the run's folder. */
  public TrainFaces output(String uri) {
    this.output = uri;
    return this;
  }

  /** How many ranks there are; by default one. */
  public TrainFaces cluster(ClusterOptions cluster) {
    this.cluster = cluster;
    return this;
  }

  /** Which checkpoints are kept; by default the newest three. */
  public TrainFaces keep(CheckpointRetention keep) {
    this.keep = keep;
    return this;
  }

  /** A configuration to record, with its secrets masked already. */
  public TrainFaces recordedConfiguration(Config masked) {
    this.configuration = masked;
    return this;
  }

  /**
   * Where lines that say how far it is are printed; by default nowhere.
   *
   * @param every least time between two of them
   */
  public TrainFaces progress(Duration every, Consumer<String> print) {
    this.lineEvery = every;
    this.print = print;
    return this;
  }

  /**
   * Trains to the last step.
   *
   * @throws UsageException if it cannot be done as asked
   * @throws JobFailedException if it stopped before; the checkpoints are there, and running the job
   *     again goes on from the newest
   */
  public TrainResult run() {
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(output, "output");
    Instant started = Instant.now();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try {
      RunFolder folder = RunFolder.of(output, hadoop);
      folder.requireOwn();
      ShardManifest manifest = ShardManifest.read(data.uri(), hadoop);
      training.check(manifest, hadoop);
      awaitExecutors();
      recordStart(folder, manifest, started);
      List<RankOutcome> outcomes = runRanksUntilAsked(folder, manifest);
      requireSuccess(outcomes);
      CheckpointFolders checkpoints =
          CheckpointFolders.of(folder.checkpoints().toString(), hadoop, keep);
      String last = checkpoints.latest().map(Object::toString).orElse("");
      training.finish(checkpoints, folder.model().toString(), hadoop);
      int restarts = outcomes.stream().mapToInt(RankOutcome::attempt).max().orElse(0);
      return new TrainResult(
          folder.path().toString(), last, restarts, Duration.between(started, Instant.now()));
    } catch (IOException e) {
      throw new JobFailedException("cannot train to " + output + ": " + e.getMessage(), e);
    }
  }

  /** Spark refuses a barrier stage without enough slots, and asks again only after 15 s. */
  private void awaitExecutors() {
    SparkContext context = spark.sparkContext();
    long deadline = System.nanoTime() + cluster.waitForExecutors().toNanos();
    int slots;
    while ((slots = BarrierStage.slots(context)) < cluster.workers()) {
      if (System.nanoTime() > deadline) {
        throw new UsageException(
            "there is room for "
                + slots
                + " of "
                + cluster.workers()
                + " workers; start more executors, or train with fewer --workers");
      }
      try {
        Thread.sleep(POLL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new JobFailedException("stopped while waiting for executors", e);
      }
    }
  }

  /** When this process is asked to stop, executors may not have the time to answer. */
  private List<RankOutcome> runRanksUntilAsked(RunFolder folder, ShardManifest manifest)
      throws IOException {
    try {
      return runRanks(folder, manifest);
    } catch (JobFailedException e) {
      if (!OrderlyStop.processIsAsked()) {
        throw e;
      }
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      long kept = CheckpointFolders.of(folder.checkpoints().toString(), hadoop, keep).latestStep();
      throw new JobFailedException(
          "stopped by a signal; the same command goes on from "
              + (kept > 0 ? "the checkpoint of step " + kept : "the beginning"),
          e);
    }
  }

  private List<RankOutcome> runRanks(RunFolder folder, ShardManifest manifest) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    LatestText line = new LatestText();
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    try {
      return SparkWork.run(
          context,
          "g2face train",
          () -> {
            try (StatusWatch watch = new StatusWatch(context.sc(), line, lineEvery, print)) {
              TrainTask task =
                  new TrainTask(
                      training,
                      folder.path().toUri().toString(),
                      steps,
                      manifest,
                      data,
                      cluster,
                      keep,
                      line,
                      hadoop);
              return BarrierStage.run(context, cluster.workers(), task::run, RankOutcome.class);
            }
          });
    } finally {
      hadoop.destroy();
    }
  }

  private static void requireSuccess(List<RankOutcome> outcomes) {
    for (RankOutcome outcome : outcomes) {
      if (outcome.stopped() != null) {
        throw new JobFailedException(outcome.stopped(), null);
      }
    }
  }

  private void recordStart(RunFolder folder, ShardManifest manifest, Instant started)
      throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("started", started.toString());
    json.put("versions", Version.all());
    json.put("data", data.uri());
    json.put("images", manifest.images(Split.TRAIN));
    json.put("size", manifest.size());
    json.put("workers", cluster.workers());
    json.put("batch", data.batch());
    json.put("steps", steps);
    json.put("training", training.toString());
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    if (configuration != null) {
      json.put(
          "configuration",
          mapper.readTree(configuration.root().render(ConfigRenderOptions.concise())));
    }
    String name = started.toString().replace(':', '-') + ".json";
    folder.write(new Path(folder.starts(), name), mapper.writeValueAsString(json) + "\n");
  }
}
