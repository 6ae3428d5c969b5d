package org.g2face.jobs.anonymize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.OrderlyStop;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.Version;
import org.g2face.jobs.input.ImageDataset;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.input.Limits;
import org.g2face.jobs.keys.JobKeys;
import org.g2face.jobs.output.Counts;
import org.g2face.jobs.output.FileNames;
import org.g2face.jobs.output.KeyedHash;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.Manifest;
import org.g2face.jobs.output.SplitOutput;
import org.g2face.jobs.output.SplitRecords;
import org.g2face.jobs.output.Totals;
import org.g2face.jobs.output.version.OutputMode;
import org.g2face.jobs.output.version.OutputPlan;
import org.g2face.jobs.output.version.VersionedOutput;
import org.g2face.jobs.output.version.WorkFolder;
import org.g2face.jobs.privacy.Mode;
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
  private final SparkSession spark;
  private final String name;
  private final String status;
  private FaceTransformProvider provider;
  private List<String> input = List.of();
  private String output;
  private Layout layout = Layout.PARQUET;
  private OutputMode access = OutputMode.standard();
  private KeyedHash nameHash;
  private JobKeys nameKey;
  private int batchSize = 1;
  private InputOptions inputOptions = InputOptions.standard();
  private Limits limits = Limits.standard();
  private Config configuration;
  private PrivacyStatement privacy;
  private Vault.Terms vaultTerms;
  private VaultResult vaultResult;
  private Progress.Display display = Progress.SILENT;

  FaceJob(SparkSession spark, String name, String status) {
    this.spark = spark;
    this.name = name;
    this.status = status;
  }

  abstract J self();

  /** What faces are called, and whose they are. */
  abstract Labels labels(FileNames names);

  /**
   * Refuses networks whose results must not be published.
   *
   * @throws UsageException that says why, and what to do
   */
  void requireUsable(FaceTransformProvider networks) {}

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
    this.access = access.withOverwrite(overwrite);
    return self();
  }

  /** How the job treats what it finds at its output; by default there must be nothing. */
  public J access(OutputMode access) {
    this.access = access;
    return self();
  }

  /**
   * Replaces the names and paths of images in everything that is written.
   *
   * @param key only its holder can tell which name belongs to what; null to keep the names
   */
  public J hashNames(byte[] key) {
    this.nameHash = key == null ? null : new KeyedHash(key);
    this.nameKey = key == null ? null : JobKeys.hold(key);
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

  Layout layout() {
    return layout;
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
   * @throws JobFailedException if it stopped before its end; the output is as it was before, and
   *     the same job goes on from the packs that were finished
   */
  public FaceJobResult run() {
    Objects.requireNonNull(provider, "transform");
    Objects.requireNonNull(output, "output");
    try {
      if (access.resume() && cannotGoOn() != null) {
        throw new UsageException(
            "cannot resume: " + cannotGoOn() + "; start anew without --resume");
      }
      requireUsable(provider);
      return run(Instant.now());
    } finally {
      SharedTransforms.release(provider);
      if (nameKey != null) {
        nameKey.close();
      }
    }
  }

  private FaceJobResult run(Instant started) {
    var hadoop = spark.sparkContext().hadoopConfiguration();
    try (VersionedOutput versioned = VersionedOutput.open(output, hadoop, name, access);
        Vault vault = vaultTerms == null ? null : Vault.create(vaultTerms, hadoop)) {
      ImageDataset dataset =
          ImageDataset.list(spark, input, inputOptions, versioned.scratch(), outputs());
      dataset.requireImages(input);
      dataset.requireUniqueIds();
      FileNames names = fileNames(dataset);
      OutputPlan plan = plan(dataset, names, vault);
      Optional<JsonNode> before = versioned.finishedBefore(plan);
      if (before.isPresent()) {
        display.note("the output was finished before; there is nothing to do");
        return FaceJobResult.of(versioned.target(), before.get(), started);
      }
      if (!provider.notice().isEmpty()) {
        display.note("the model says: " + provider.notice());
      }
      provider.objections().forEach(said -> display.note("the model is weak: " + said));
      Counts counts = write(dataset, names, plan, versioned, vault, started);
      return FaceJobResult.of(
          versioned.target(), counts, Optional.ofNullable(vaultResult), started);
    } catch (IOException e) {
      throw new JobFailedException("cannot write " + output + ": " + e.getMessage(), e);
    }
  }

  /** What this job writes is no part of its input. */
  private List<String> outputs() {
    return vaultTerms == null ? List.of(output) : List.of(output, vaultTerms.uri());
  }

  private Counts write(
      ImageDataset dataset,
      FileNames names,
      OutputPlan plan,
      VersionedOutput versioned,
      Vault vault,
      Instant started)
      throws IOException {
    WorkFolder work = versioned.begin(plan);
    SplitRecords records = new SplitRecords(work.packs(), dataset.hadoop().value().value());
    if (records.count() > 0) {
      display.note(
          "%d of %d parts were finished before".formatted(records.count(), dataset.packs()));
    }
    try {
      FaceStages stages =
          new FaceStages(
              JavaSparkContext.fromSparkContext(spark.sparkContext()), name, dataset, display);
      List<SplitOutput> packs =
          stages.run(
              progress ->
                  task(dataset, work, names, vault == null ? null : vault.task(), progress));
      Counts counts = Counts.of(dataset.images() + dataset.ignored(), packs);
      Totals.check(counts, packs);
      stages.gather(packs, work);
      if (layout.writesFiles()) {
        Totals.checkFiles(work.data(), counts, dataset.hadoop().value().value());
      }
      ObjectNode manifest =
          new Manifest(
                  name,
                  input.stream().map(this::hidden).toList(),
                  layout,
                  provider.model(),
                  provider.notice(),
                  provider.objections(),
                  provider.keyIds(),
                  names,
                  counts,
                  started,
                  Instant.now(),
                  recordedConfiguration(),
                  privacy == null ? null : privacy.toJson())
              .toJson();
      if (vault == null) {
        versioned.commit(manifest, Totals.describeFiles(packs));
      } else {
        vaultResult =
            vault.publishBefore(
                packs, () -> versioned.commit(manifest, Totals.describeFiles(packs)));
      }
      return counts;
    } catch (RuntimeException | IOException e) {
      String left = left(records.count(), dataset.packs());
      if (OrderlyStop.processIsAsked()) {
        throw new JobFailedException("stopped by a signal; " + left, e);
      }
      if (records.count() > 0) {
        display.note(left);
      }
      throw e;
    }
  }

  /** What the next run of the same command finds. */
  private String left(long finished, long parts) {
    if (cannotGoOn() != null) {
      return "the same command begins anew: " + cannotGoOn();
    }
    return finished == 0
        ? "no part of %d is finished yet, so that the same command begins anew".formatted(parts)
        : "%d of %d parts are finished and kept; the same command goes on from there"
            .formatted(finished, parts);
  }

  /** Why no later run can go on from what this one leaves; null if one can. */
  private String cannotGoOn() {
    if (privacy != null && privacy.mode() == Mode.IRREVERSIBLE) {
      return "an irreversible run draws new faces from keys that are forgotten when it ends";
    }
    return vaultTerms == null
        ? null
        : "the originals of an unfinished run are removed, so that no vault is there without a"
            + " dataset";
  }

  /** Everything that the bytes of the output depend on. */
  private OutputPlan plan(ImageDataset dataset, FileNames names, Vault vault) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("job", name);
    facts.put("g2face", Version.g2face());
    facts.put("input", input.stream().map(this::hidden).toList().toString());
    facts.put("what the input holds", dataset.digest());
    facts.put("how it is read", inputOptions.toString());
    facts.put("limits", limits.toString());
    facts.put("layout", layout.toString());
    facts.put("file names", names.toString());
    facts.put("batch size", String.valueOf(batchSize));
    facts.put("model", provider.model());
    facts.put("keys", provider.keyIds().toString());
    facts.put("hash of names", nameHash == null ? "none" : nameHash.of("g2face check value"));
    facts.put("subjects", labels(names).subjects().digest());
    // The originals of packs that another run finished would be missing.
    facts.put("vault", vault == null ? "none" : "of run " + vault.run());
    provider.settings().forEach((setting, value) -> facts.put("anonymize " + setting, value));
    return new OutputPlan(facts);
  }

  /** The manifest must not tell the names that are hidden. */
  private Config recordedConfiguration() {
    return configuration == null || nameHash == null
        ? configuration
        : configuration.withoutPath(name + ".input");
  }

  private String hidden(String uri) {
    return nameHash == null ? uri : nameHash.of(uri);
  }

  /** Short names, unless two images would get the same. */
  FileNames fileNames(ImageDataset dataset) {
    boolean bound = privacy != null && privacy.bindsNames();
    if (!layout.writesFiles() && !bound || nameHash != null) {
      return FileNames.REPLACED;
    }
    for (FileNames names : List.of(FileNames.REPLACED, FileNames.APPENDED)) {
      if (!dataset.wouldCollide(names)) {
        return names;
      }
    }
    return FileNames.DIGESTED;
  }

  /**
   * What becomes of a pack.
   *
   * @param vault where the originals go, or null
   */
  SplitTask task(
      ImageDataset dataset, WorkFolder work, FileNames names, VaultTask vault, Progress progress) {
    return new FaceTask(
        provider,
        status,
        work,
        layout,
        names,
        batchSize,
        limits,
        inputOptions.acceptMislabelled(),
        nameKey == null ? null : nameKey.ticket(spark.sparkContext()),
        labels(names),
        vault,
        dataset.hadoop(),
        progress.done(),
        progress.refused());
  }
}
