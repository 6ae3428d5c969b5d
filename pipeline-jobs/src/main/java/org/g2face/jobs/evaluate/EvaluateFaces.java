package org.g2face.jobs.evaluate;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.SparkWork;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.jobs.progress.Progress;
import org.g2face.jobs.settings.InferenceSettings;

/**
 * Measures how well faces were anonymized and recovered: Section IV of the paper, over a dataset of
 * any size.
 *
 * <p>Images are joined by their ids; those that are in one dataset and not in another are counted
 * and listed. A run is added to what earlier runs have left at the output.
 */
public final class EvaluateFaces {
  private static final DateTimeFormatter RUN =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private final SparkSession spark;
  private List<String> original = List.of();
  private List<EvaluatedModel> subjects = List.of();
  private KeyHandle nameKey;
  private Optional<String> pairs = Optional.empty();
  private int gallery = 1_000;
  private Optional<String> people = Optional.empty();
  private String output;
  private String dataset = "";
  private EvaluationConf conf = EvaluationConf.none();
  private Sampling sampling = Sampling.all();
  private ModelBenchmarks trials = ModelBenchmarks.standard();
  private int size = 256;
  private int folds = 10;
  private double falseAccepts = 1e-3;
  private int partitions;
  private InferenceSettings inference = new InferenceSettings(1, -1);
  private InputOptions inputOptions = InputOptions.standard();
  private Limits limits = Limits.standard();
  private Progress.Display display = Progress.SILENT;
  private Clock clock = Clock.systemUTC();

  /** A job on the given session. */
  public EvaluateFaces(SparkSession spark) {
    this.spark = spark;
  }

  /** URIs of the original faces: files and folders, and globs. */
  public EvaluateFaces original(List<String> uris) {
    this.original = List.copyOf(uris);
    return this;
  }

  /** What was made of them, by one model or several. */
  public EvaluateFaces subjects(List<EvaluatedModel> subjects) {
    this.subjects = List.copyOf(subjects);
    return this;
  }

  /** For the key that names of anonymized images were hashed with; null if they were not. */
  public EvaluateFaces nameKey(KeyHandle ticket) {
    this.nameKey = ticket;
    return this;
  }

  /** A file of verification pairs, which {@link PairList} reads. */
  public EvaluateFaces pairs(String uri) {
    this.pairs = Optional.ofNullable(uri);
    return this;
  }

  /** Among how many originals anonymized faces are looked for, about; by default 1,000. */
  public EvaluateFaces gallery(int images) {
    this.gallery = images;
    return this;
  }

  /** A table of who is in which original, with the columns image_id and subject. */
  public EvaluateFaces people(String uri) {
    this.people = Optional.ofNullable(uri);
    return this;
  }

  /** The folder that the run is added to. */
  public EvaluateFaces output(String uri) {
    this.output = uri;
    return this;
  }

  /** What the originals are called in tables; by default the name of their folder. */
  public EvaluateFaces dataset(String name) {
    this.dataset = name;
    return this;
  }

  /** Judges and gates; by default none. */
  public EvaluateFaces networks(EvaluationConf conf) {
    this.conf = conf;
    return this;
  }

  /** How many images are looked at; by default all. */
  public EvaluateFaces sampling(Sampling sampling) {
    this.sampling = sampling;
    return this;
  }

  /** What is tried out with the models themselves; by default 16 faces are timed. */
  public EvaluateFaces trials(ModelBenchmarks trials) {
    this.trials = trials;
    return this;
  }

  /**
   * Width and height at which judges see faces, and in whose pixels distances are; by default 256
   * as in the paper. Pixels of recovered faces are compared at the size that these have.
   */
  public EvaluateFaces size(int pixels) {
    this.size = pixels;
    return this;
  }

  /** Parts into which pairs are divided if their file does not say; by default 10 as on LFW. */
  public EvaluateFaces folds(int count) {
    this.folds = count;
    return this;
  }

  /** Share of false accepts at which pairs are verified; by default 1e-3 as in the paper. */
  public EvaluateFaces falseAccepts(double share) {
    this.falseAccepts = share;
    return this;
  }

  /** Parts in which images are looked at; by default four for each core. */
  public EvaluateFaces partitions(int count) {
    this.partitions = count;
    return this;
  }

  /** What judges run on; by default one thread of the CPU for each task. */
  public EvaluateFaces inference(InferenceSettings settings) {
    this.inference = settings;
    return this;
  }

  /** How the originals are read; the other datasets are read as g2face writes them. */
  public EvaluateFaces inputOptions(InputOptions options) {
    this.inputOptions = options;
    return this;
  }

  /** What an image may cost. */
  public EvaluateFaces limits(Limits limits) {
    this.limits = limits;
    return this;
  }

  /** Where progress is shown; by default nowhere. */
  public EvaluateFaces progress(Progress.Display display) {
    this.display = display;
    return this;
  }

  /** What time it is, for the run's id and date. */
  EvaluateFaces clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /**
   * Runs the job to its end.
   *
   * @throws UsageException if it cannot be done as asked; nothing was written
   * @throws JobFailedException if it stopped before its end; the output is as it was before
   */
  public EvaluateResult run() {
    Objects.requireNonNull(output, "output");
    if (subjects.isEmpty()) {
      throw new UsageException("nothing to evaluate: give --anonymized or --recovered");
    }
    if (subjects.stream().map(EvaluatedModel::label).distinct().count() < subjects.size()) {
      throw new UsageException("two models have the same name");
    }
    Instant started = clock.instant();
    String runId = RUN.format(started) + "-" + UUID.randomUUID().toString().substring(0, 8);
    LocalDate date = LocalDate.ofInstant(started, ZoneOffset.UTC);
    return within("g2face evaluate", evaluation(runId, date, started)::run);
  }

  /**
   * The pictures of some images, in the order of their ids. Datasets are read through again.
   *
   * @param ids of originals
   * @param pixels width and height at most
   * @throws JobFailedException if it stopped before its end
   */
  public List<Triptych> triptychs(Set<String> ids, int pixels) {
    Instant now = clock.instant();
    Evaluation evaluation =
        evaluation("show-" + UUID.randomUUID(), LocalDate.ofInstant(now, ZoneOffset.UTC), now);
    return within("g2face evaluate: pictures", () -> evaluation.triptychs(ids, pixels));
  }

  private Evaluation evaluation(String runId, LocalDate date, Instant started) {
    JavaSparkContext context = context();
    return new Evaluation(
        spark,
        context,
        original,
        subjects,
        nameKey,
        pairs,
        gallery,
        people,
        output,
        name(),
        conf,
        sampling,
        trials,
        new EvaluationNetworkSource(conf.networks(), conf.folder(), size, inference),
        folds,
        falseAccepts,
        partitions > 0 ? partitions : 4 * context.defaultParallelism(),
        inputOptions,
        limits,
        display,
        runId,
        date,
        started);
  }

  private <R> R within(String title, Callable<R> work) {
    try {
      return SparkWork.run(context(), title, work);
    } catch (JobFailedException e) {
      throw e.getCause() instanceof UsageException usage ? usage : e;
    }
  }

  private JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  private String name() {
    return dataset.isEmpty() && !original.isEmpty()
        ? original.get(0).replaceAll("/+$", "").replaceAll(".*/", "")
        : dataset;
  }
}
