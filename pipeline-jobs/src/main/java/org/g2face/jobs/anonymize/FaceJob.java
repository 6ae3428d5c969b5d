package org.g2face.jobs.anonymize;

import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.SparkWork;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.output.DatasetFolder;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.dataset.ImageDataset;
import org.g2face.jobs.dataset.InputOptions;
import org.g2face.jobs.dataset.Limits;
import org.g2face.jobs.output.Counts;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.Manifest;
import org.g2face.jobs.output.StagedOutput;
import org.g2face.jobs.output.TaskOutput;
import org.g2face.jobs.privacy.PrivacyStatement;
import org.g2face.jobs.progress.Progress;
import org.g2face.jobs.vault.Vault;
import org.g2face.jobs.vault.VaultResult;
import org.g2face.jobs.vault.VaultTask;

/**
 * A job that maps each face of a dataset to another.
 *
 * @param <J> the job itself, returned by each setter
 */
public abstract class FaceJob<J extends FaceJob<J>> {
  /** After a batch, a task notices that it is to stop. */
  private static final Duration TASKS_END_WITHIN = Duration.ofMinutes(1);

  private final SparkSession spark;
  private final String name;
  private final String status;
  private FaceTransformProvider provider;
  private List<String> input = List.of();
  private String output;
  private Layout layout = Layout.PARQUET;
  private boolean overwrite;
  private int batchSize = 1;
  private InputOptions inputOptions = InputOptions.standard();
  private Limits limits = Limits.standard();
  private Config configuration;
  private PrivacyStatement privacy;
  private Vault.Terms vaultTerms;
  private Progress.Display display = Progress.SILENT;

  FaceJob(SparkSession spark, String name, String status) {
    this.spark = spark;
    this.name = name;
    this.status = status;
  }

  abstract J self();

  /** What faces are called, and whose they are. */
  abstract Labels labels(FileNames names);

  void keepOriginals(Vault.Terms vault) {
    this.vaultTerms = vault;
  }

  /** The networks that faces are sent through. */
  public J transform(FaceTransformProvider provider) {
    this.provider = provider;
    return self();
  }

  /** URIs of files and folders, and globs; a dataset that a job wrote is read as such. */
  public J input(List<String> uris) {
    this.input = List.copyOf(uris);
    return self();
  }

  /** The folder that will hold the dataset. */
  public J output(String uri) {
    this.output = uri;
    return self();
  }

  /** What the dataset is made of; by default Parquet. */
  public J layout(Layout layout) {
    this.layout = layout;
    return self();
  }

  /** Whether an existing output is replaced when the job has succeeded; by default not. */
  public J overwrite(boolean overwrite) {
    this.overwrite = overwrite;
    return self();
  }

  /** Faces that go through the networks at once, at least 1; by default 8. */
  public J batchSize(int faces) {
    this.batchSize = faces;
    return self();
  }

  /** How the input is read. */
  public J inputOptions(InputOptions options) {
    this.inputOptions = options;
    return self();
  }

  /** What an image may cost. */
  public J limits(Limits limits) {
    this.limits = limits;
    return self();
  }

  /** A configuration to record in the manifest, with its secrets masked already. */
  public J recordedConfiguration(Config masked) {
    this.configuration = masked;
    return self();
  }

  /** What the manifest says about those who are in the dataset; by default nothing. */
  public J privacy(PrivacyStatement statement) {
    this.privacy = statement;
    return self();
  }

  /** Where progress is shown; by default nowhere. */
  public J progress(Progress.Display display) {
    this.display = display;
    return self();
  }

  /**
   * Runs the job to its end.
   *
   * @throws UsageException if it cannot be done as asked; nothing was written
   * @throws JobFailedException if it stopped before its end; the output is as it was before
   */
  public FaceJobResult run() {
    Objects.requireNonNull(provider, "transform");
    Objects.requireNonNull(output, "output");
    Instant started = Instant.now();
    var hadoop = spark.sparkContext().hadoopConfiguration();
    try (StagedOutput staged = StagedOutput.create(output, hadoop, overwrite);
        Vault vault = vaultTerms == null ? null : Vault.create(vaultTerms, hadoop)) {
      warnOfLeftovers(staged);
      ImageDataset dataset =
          ImageDataset.list(spark, input, inputOptions, staged.scratch());
      if (dataset.images() == 0) {
        throw new UsageException("no images in " + String.join(", ", input));
      }
      dataset.requireUniqueIds();
      FileNames names = fileNames(dataset);
      List<FaceTask.Written> written =
          runTasks(dataset, staged, names, vault == null ? null : vault.task());
      List<TaskOutput> tasks = written.stream().map(FaceTask.Written::dataset).toList();
      Counts counts = Counts.of(dataset.images() + dataset.ignored(), tasks);
      if (!counts.addUp()) {
        throw new JobFailedException("images were lost or came twice: " + counts, null);
      }
      staged.adopt(tasks);
      Instant finished = Instant.now();
      staged.write(
          DatasetFolder.MANIFEST,
          new Manifest(
                  name,
                  input,
                  layout,
                  provider.model(),
                  names,
                  counts,
                  started,
                  finished,
                  configuration,
                  privacy == null ? null : privacy.toJson())
              .toJson());
      Optional<VaultResult> originals = publish(staged, vault, written);
      return new FaceJobResult(
          staged.target().toString(),
          counts.published(),
          counts.quarantined(),
          counts.ignored(),
          counts.reasons(),
          originals,
          Duration.between(started, Instant.now()));
    } catch (IOException e) {
      throw new JobFailedException("cannot write " + output + ": " + e.getMessage(), e);
    } finally {
      SharedTransforms.release(provider);
    }
  }

  /** First the vault, so that there is no dataset without it; and no vault without a dataset. */
  private static Optional<VaultResult> publish(
      StagedOutput staged, Vault vault, List<FaceTask.Written> written) throws IOException {
    if (vault == null) {
      staged.publish();
      return Optional.empty();
    }
    VaultResult originals =
        vault.publish(written.stream().map(FaceTask.Written::vault).toList());
    boolean published = false;
    try {
      staged.publish();
      published = true;
    } finally {
      if (!published) {
        vault.withdraw();
      }
    }
    return Optional.of(originals);
  }

  /** Short names, unless two images would get the same. */
  private FileNames fileNames(ImageDataset dataset) {
    boolean bound = privacy != null && privacy.bindsNames();
    if (!layout.writesFiles() && !bound) {
      return FileNames.REPLACED;
    }
    if (!dataset.wouldCollide(FileNames.REPLACED)) {
      return FileNames.REPLACED;
    }
    if (!layout.writesFiles()) {
      return FileNames.APPENDED;
    }
    if (dataset.wouldCollide(FileNames.APPENDED)) {
      throw new UsageException(
          "some ids differ only in upper and lower case, which not every store can tell apart;"
              + " use --layout parquet");
    }
    return FileNames.APPENDED;
  }

  private List<FaceTask.Written> runTasks(
      ImageDataset dataset, StagedOutput staged, FileNames names, VaultTask vault) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    return SparkWork.run(
        context,
        "g2face " + name,
        () -> {
          try (Progress progress =
              Progress.start(context, dataset.images() + dataset.ignored(), display)) {
            FaceTask task =
                new FaceTask(
                    provider,
                    status,
                    staged.staging().toUri().toString(),
                    layout,
                    names,
                    labels(names),
                    vault,
                    batchSize,
                    limits,
                    inputOptions.acceptMislabelled(),
                    dataset.hadoop(),
                    progress.done(),
                    progress.refused());
            return collect(dataset, task, progress);
          }
        });
  }

  private static List<FaceTask.Written> collect(
      ImageDataset dataset, FaceTask task, Progress progress) {
    boolean succeeded = false;
    try {
      List<FaceTask.Written> outputs = dataset.tasks().map(task::run).collect();
      succeeded = true;
      return outputs;
    } finally {
      if (!succeeded) {
        // The staging folder is about to be removed; nobody may write to it afterwards.
        progress.awaitIdle(TASKS_END_WITHIN);
      }
    }
  }

  private void warnOfLeftovers(StagedOutput staged) throws IOException {
    for (var path : staged.leftovers()) {
      display.note(
          path + " was left behind by a job that was killed; remove it when no job is running");
    }
  }
}
