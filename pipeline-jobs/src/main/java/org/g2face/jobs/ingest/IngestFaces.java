package org.g2face.jobs.ingest;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.SparkWork;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.input.ImageDataset;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.output.Counts;
import org.g2face.jobs.output.DatasetFolder;
import org.g2face.jobs.output.StagedOutput;
import org.g2face.jobs.output.TaskOutput;
import org.g2face.jobs.progress.Progress;
import org.g2face.jobs.shards.Shard;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.jobs.shards.Split;

/**
 * Packs a dataset of images for training.
 *
 * <p>Every image is taken as one aligned face, decoded and resized once, and kept as a PNG file:
 * training then decodes small pictures, and sees the very levels that anonymizing the same image
 * would see. Where a picture comes to lie depends on nothing but the input and the options.
 */
public final class IngestFaces {
  private final SparkSession spark;
  private List<String> input = List.of();
  private String output;
  private boolean overwrite;
  private ShardOptions options = ShardOptions.standard();
  private InputOptions inputOptions = InputOptions.standard();
  private Limits limits = Limits.standard();
  private Config configuration;
  private Progress.Display display = Progress.SILENT;

  /** A job on the given session. */
  public IngestFaces(SparkSession spark) {
    this.spark = spark;
  }

  /** URIs of files and folders, and globs. */
  public IngestFaces input(List<String> uris) {
    this.input = List.copyOf(uris);
    return this;
  }

  /** The folder that will hold the dataset. */
  public IngestFaces output(String uri) {
    this.output = uri;
    return this;
  }

  /** Whether an existing output is replaced when the job has succeeded; by default not. */
  public IngestFaces overwrite(boolean overwrite) {
    this.overwrite = overwrite;
    return this;
  }

  /** What the shards look like. */
  public IngestFaces options(ShardOptions options) {
    this.options = options;
    return this;
  }

  /** How the input is read; how it is cut into tasks follows from the size of the shards. */
  public IngestFaces inputOptions(InputOptions options) {
    this.inputOptions = options;
    return this;
  }

  /** What an image may cost. */
  public IngestFaces limits(Limits limits) {
    this.limits = limits;
    return this;
  }

  /** A configuration to record in the manifest, with its secrets masked already. */
  public IngestFaces recordedConfiguration(Config masked) {
    this.configuration = masked;
    return this;
  }

  /** Where progress is shown; by default nowhere. */
  public IngestFaces progress(Progress.Display display) {
    this.display = display;
    return this;
  }

  /**
   * Runs the job to its end.
   *
   * @throws UsageException if it cannot be done as asked; nothing was written
   * @throws JobFailedException if it stopped before its end; the output is as it was before
   */
  public IngestResult run() {
    Objects.requireNonNull(output, "output");
    Instant started = Instant.now();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    try (StagedOutput staged = StagedOutput.create(output, hadoop, overwrite)) {
      ImageDataset dataset =
          ImageDataset.list(spark, input, perShard(), staged.scratch(), List.of(output));
      dataset.requireImages(input);
      dataset.requireUniqueIds();
      List<PackedTask> tasks = runTasks(dataset, staged);
      List<TaskOutput> others = tasks.stream().map(PackedTask::others).toList();
      Counts counts = Counts.of(dataset.images() + dataset.ignored(), others);
      if (!counts.addUp()) {
        throw new JobFailedException("images were lost or came twice: " + counts, null);
      }
      if (counts.published() == 0) {
        throw new JobFailedException(
            "none of the images could be packed: "
                + counts.reasons()
                + "; nothing was written (g2face anonymize --crops tells of each)",
            null);
      }
      ShardManifest manifest = new ShardManifest(options.size(), adopt(tasks, staged, hadoop));
      staged.adopt(others);
      staged.write(DatasetFolder.MANIFEST, manifest.toJson(input, counts, configuration));
      staged.publish();
      return new IngestResult(
          staged.target().toString(),
          manifest,
          counts.quarantined(),
          counts.ignored(),
          counts.reasons(),
          Duration.between(started, Instant.now()));
    } catch (IOException e) {
      throw new JobFailedException("cannot write " + output + ": " + e.getMessage(), e);
    }
  }

  /** A task writes one shard. */
  private InputOptions perShard() {
    return new InputOptions(
            inputOptions.imageColumn(),
            inputOptions.idColumn(),
            inputOptions.acceptMislabelled(),
            options.imagesPerShard(),
            Long.MAX_VALUE)
        .withArchives(inputOptions.archives());
  }

  private List<PackedTask> runTasks(ImageDataset dataset, StagedOutput staged) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return SparkWork.run(
        context,
        "g2face ingest",
        () -> {
          try (Progress progress =
              Progress.start(context, dataset.images() + dataset.ignored(), display)) {
            IngestTask task =
                new IngestTask(
                    options,
                    staged.staging().toUri().toString(),
                    staged.scratch().toUri().toString(),
                    limits,
                    inputOptions.acceptMislabelled(),
                    dataset.hadoop(),
                    progress.done(),
                    progress.refused());
            return dataset.tasks().map(task::run).collect();
          }
        });
  }

  /** Moves the shards of the tasks that succeeded to where the dataset keeps them. */
  private static Map<Split, List<Shard>> adopt(
      List<PackedTask> tasks, StagedOutput staged, Configuration hadoop) throws IOException {
    FileSystem store = HadoopFileSystems.of(staged.staging(), hadoop);
    Map<Split, List<Shard>> adopted = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      List<Shard> shards = new ArrayList<>();
      for (Shard shard : PackedTask.of(split, tasks)) {
        String name = "%s/%06d.parquet".formatted(split.folder(), shards.size());
        Path target = new Path(staged.staging(), name);
        store.mkdirs(target.getParent());
        if (!store.rename(new Path(shard.file()), target)) {
          throw new IOException("cannot rename " + shard.file() + " to " + target);
        }
        shards.add(new Shard(name, shard.bytes(), shard.sha256(), shard.rowGroups()));
      }
      adopted.put(split, shards);
    }
    return adopted;
  }
}
