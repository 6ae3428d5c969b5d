package org.g2face.jobs.evaluate;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.g2face.jobs.anonymize.SharedTransforms;
import org.g2face.jobs.anonymize.Subjects;
import org.g2face.jobs.evaluate.measure.Gate;
import org.g2face.jobs.evaluate.measure.MetricFolder;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.g2face.jobs.evaluate.measure.NewRun;
import org.g2face.jobs.evaluate.measure.RunFiles;
import org.g2face.jobs.input.ImageDataset;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.progress.Progress;

/** One run of {@link EvaluateFaces}, whose options are explained there. */
record Evaluation(
    SparkSession spark,
    JavaSparkContext context,
    List<String> original,
    List<EvaluatedModel> subjects,
    KeyHandle nameKey,
    Optional<String> pairsFile,
    int gallerySize,
    Optional<String> people,
    String output,
    String dataset,
    EvaluationConf conf,
    Sampling sampling,
    ModelBenchmarks trials,
    EvaluationNetworkSource judges,
    int folds,
    double falseAccepts,
    int partitions,
    InputOptions inputOptions,
    Limits limits,
    Progress.Display display,
    String runId,
    LocalDate date,
    Instant started) {
  /** The digest of the table is not used. */
  private static final byte[] NO_SECRET = {1};

  EvaluateResult run() throws IOException {
    Configuration hadoop = context.hadoopConfiguration();
    MetricFolder folder = new MetricFolder(spark, output);
    List<MetricRow> earlier = folder.history();
    // Opened here first: a contract that does not hold is told before any image is read.
    try (var lease = judges.acquire(hadoop);
        NewRun added = folder.begin(runId)) {
      EvaluationPlan plan = EvaluationPlan.of(conf.contracts(), subjects);
      Rows rows = new Rows(runId, date, dataset, plan, labels(), lease.value().absent());
      List<ImageDataset> sources = sources(added.scratch());
      List<VerificationCurve> curves = new ArrayList<>();
      Map<String, Long> counts = look(sources, plan, rows, curves, added);
      List<Embedding> embeddings =
          new BenchmarkRun(
                  context,
                  trials,
                  judges,
                  plan.recognisers(),
                  limits,
                  inputOptions.acceptMislabelled())
              .run(subjects, sources.get(JoinedImage.ORIGINAL), rows);
      if (!embeddings.isEmpty()) {
        added.table(
            MetricFolder.EMBEDDINGS,
            date,
            spark
                .createDataFrame(BenchmarkRun.rows(embeddings, rows), BenchmarkRun.EMBEDDINGS)
                .coalesce(1));
      }
      List<MetricRow> all = rows.finish();
      List<Gate.Verdict> verdicts =
          conf.gates().stream().map(gate -> gate.judge(all, earlier)).toList();
      if (!all.isEmpty()) {
        added.metrics(spark, all);
      }
      RunFiles files = new RunFiles(runId, started, all, verdicts, counts);
      added.latest("latest.json", files.json());
      added.latest("latest.prom", files.prometheus());
      List<String> unwritten = added.publish();
      return new EvaluateResult(
          output,
          runId,
          started,
          all,
          verdicts,
          counts,
          embeddings,
          curves,
          unwritten,
          Duration.between(started, Instant.now()));
    } finally {
      judges.release();
      probes().stream().filter(probe -> probe != null).forEach(ProbeSource::release);
      subjects.forEach(
          subject -> subject.model().ifPresent(m -> SharedTransforms.release(m.anonymizer())));
    }
  }

  /** The pictures of some images, in the order of their ids. */
  List<Triptych> triptychs(Set<String> ids, int pixels) throws IOException {
    try (NewRun added = new MetricFolder(spark, output).begin(runId)) {
      List<ImageDataset> sources = sources(added.scratch());
      ImageKeys keys = keys(sources);
      long[] wanted =
          ids.stream()
              .mapToLong(id -> Sample.hash(sampling.seed(), keys.ofOriginal(id)))
              .sorted()
              .toArray();
      ThumbnailTask showing =
          new ThumbnailTask(labels(), limits, inputOptions.acceptMislabelled(), pixels);
      return new ImageJoin(keys, limits, context.broadcast(wanted), sampling.seed(), partitions)
              .gather(sources)
              .map(showing::show)
              .filter(triptych -> ids.contains(triptych.id()))
              .collect()
              .stream()
              .sorted(Comparator.comparing(Triptych::id))
              .toList();
    }
  }

  private ImageKeys keys(List<ImageDataset> sources) {
    return new ImageKeys(
        sources.get(JoinedImage.ORIGINAL).wouldCollide(FileNames.REPLACED), nameKey);
  }

  private List<String> labels() {
    return subjects.stream().map(EvaluatedModel::label).toList();
  }

  /** Null for subjects whose passwords are not read. */
  private List<ProbeSource> probes() {
    List<ProbeSource> probes = new ArrayList<>();
    for (EvaluatedModel subject : subjects) {
      boolean there = subject.model().isPresent() && !subject.anonymized().isEmpty();
      EvaluatedModel.ModelUse model = there ? subject.model().get() : null;
      boolean read = there && !(model.passwords() instanceof PayloadReading.Unread);
      probes.add(read ? new ProbeSource(model.uri(), model.passwords(), judges.inference()) : null);
    }
    return probes;
  }

  /** The datasets by their numbers; null where there is none. */
  private List<ImageDataset> sources(Path scratch) {
    List<ImageDataset> sources = new ArrayList<>();
    sources.add(list(original, inputOptions, new Path(scratch, "original")));
    sources.get(0).requireImages(original);
    InputOptions ours =
        new InputOptions(
            InputOptions.standard().imageColumn(),
            InputOptions.standard().idColumn(),
            inputOptions.acceptMislabelled(),
            inputOptions.imagesPerTask(),
            inputOptions.bytesPerTask());
    for (EvaluatedModel subject : subjects) {
      for (List<String> uris : List.of(subject.anonymized(), subject.recovered())) {
        Path place = new Path(scratch, "source-" + sources.size());
        sources.add(uris.isEmpty() ? null : list(uris, ours, place));
      }
    }
    return sources;
  }

  private ImageDataset list(List<String> uris, InputOptions options, Path scratch) {
    return ImageDataset.list(spark, uris, options, scratch);
  }

  /** Everything that is said of images. */
  private Map<String, Long> look(
      List<ImageDataset> sources,
      EvaluationPlan plan,
      Rows rows,
      List<VerificationCurve> curves,
      NewRun added) {
    ImageDataset originals = sources.get(JoinedImage.ORIGINAL);
    ImageKeys keys = keys(sources);
    long[] sample =
        sampling.takesAll()
            ? null
            : new Sample(spark, sampling, keys)
                .draw(originals, original, inputOptions.idColumn().orElse("image_id"));
    List<Pair> pairs =
        pairsFile
            .map(file -> PairList.read(file, context.hadoopConfiguration()).pairs(keys, folds))
            .orElse(List.of());
    long expected = sample == null ? originals.images() : sample.length;
    GallerySample gallery =
        GallerySample.of(
            gallerySize,
            expected,
            sampling.seed(),
            people
                .map(table -> Subjects.table(spark, table, NO_SECRET))
                .orElse(Subjects.NOT_ASKED));
    JavaRDD<ImageResult> results = null;
    try (Progress progress = Progress.start(context, expected, display)) {
      EvaluationTask looking =
          new EvaluationTask(
              judges,
              probes(),
              plan,
              limits,
              inputOptions.acceptMislabelled(),
              context.broadcast(paired(pairs)),
              gallery,
              originals.hadoop(),
              numbers(sources),
              progress.done(),
              progress.refused());
      results =
          new ImageJoin(
                  keys,
                  limits,
                  sample == null ? null : context.broadcast(sample),
                  sampling.seed(),
                  partitions)
              .gather(sources)
              .mapPartitions(looking::run)
              // Everything below reads what judges saw again; nobody looks twice.
              .persist(StorageLevel.DISK_ONLY());
      MetricAggregator tally =
          results
              .mapPartitions(part -> List.of(MetricAggregator.of(plan, part)).iterator())
              .treeReduce(MetricAggregator::merge, 2);
      rows.ofImages(tally);
      GalleryAttack.of(results, plan, gallery).tell(rows);
      if (!pairs.isEmpty()) {
        PairScores scores = PairScores.of(context, pairs, results, plan);
        rows.ofPairs(scores, falseAccepts);
        curves.addAll(scores.curves(falseAccepts, plan, labels()));
      }
      ImageTables tables = new ImageTables(runId, date, dataset, labels(), plan);
      added.images(spark, date, tables.numbers(results));
      added.table(
          MetricFolder.UNMATCHED,
          date,
          spark.createDataFrame(tables.unmatched(results), ImageTables.UNMATCHED).coalesce(1));
      return tables.counts(tally);
    } finally {
      if (results != null) {
        results.unpersist();
      }
    }
  }

  private static Set<String> paired(List<Pair> pairs) {
    Set<String> keys = new HashSet<>();
    for (Pair pair : pairs) {
      keys.add(pair.left());
      keys.add(pair.right());
    }
    return keys;
  }

  private static List<Integer> numbers(List<ImageDataset> sources) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      if (sources.get(i) != null) {
        numbers.add(i);
      }
    }
    return numbers;
  }
}
