package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.config.Setting;
import org.g2face.jobs.evaluate.EvaluateFaces;
import org.g2face.jobs.evaluate.EvaluateResult;
import org.g2face.jobs.evaluate.EvaluationConf;
import org.g2face.jobs.evaluate.ModelBenchmarks;
import org.g2face.jobs.evaluate.PairList;
import org.g2face.jobs.evaluate.Sampling;
import org.g2face.jobs.keys.JobKeys;
import org.g2face.jobs.report.Compared;
import org.g2face.jobs.report.EvaluationReport;
import org.g2face.jobs.settings.EvaluateSettings;
import org.g2face.jobs.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    customSynopsis =
        "g2face evaluate --original URI... [--anonymized URI...] [--recovered URI...]"
            + " --output URI [OPTIONS]",
    description = {
      "Measures how well faces were anonymized and recovered.",
      "",
      "Images are joined by their ids; those that are missing somewhere are counted and listed."
          + " Each run is added to the output beside earlier ones. To compare models, give each a"
          + " name: --anonymized first=URI --anonymized second=URI.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face evaluate --original photos/ --anonymized anonymized/ \\",
      "      --recovered recovered/ --networks conf/evaluation.conf \\",
      "      --output evaluation/",
      "  g2face evaluate --original lfw/ --anonymized first=a/ \\",
      "      --anonymized second=b/ --pairs pairs.txt \\",
      "      --networks conf/evaluation.conf --output evaluation/"
    })
@Under(Heading.DATA)
final class EvaluateCommand implements Callable<Integer> {
  private final FaceNetworks networks;

  @Spec private CommandSpec spec;
  @Mixin private SparkOptions sparkOptions;
  @Mixin private ConsoleOptions consoleOptions;
  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--original",
      arity = "1..*",
      paramLabel = "URI",
      description = "Original faces: files, folders, globs in quotes, Parquet files. Repeatable.")
  private List<String> original;

  @Option(
      names = "--anonymized",
      arity = "1..*",
      paramLabel = "[NAME=]URI",
      description = "What g2face anonymize made of them, or a folder of such pictures. Repeatable.")
  private List<String> anonymized;

  @Option(
      names = "--recovered",
      arity = "1..*",
      paramLabel = "[NAME=]URI",
      description = "What g2face recover made of that. Repeatable.")
  private List<String> recovered;

  @Under(Heading.MODEL)
  @Option(
      names = "--model",
      arity = "1..*",
      paramLabel = "[NAME=]URI",
      description =
          "Folder of the model package: its passwords are read, its cost is measured. Repeatable.")
  private List<String> model;

  @Under(Heading.MEASURES)
  @Option(
      names = "--pairs",
      paramLabel = "FILE",
      description =
          "Verification pairs: CSV with left,right,same and perhaps fold, or LFW's pairs.txt.")
  private String pairs;

  @Under(Heading.MEASURES)
  @Option(
      names = "--people",
      paramLabel = "URI",
      description =
          "Table of who is in which original, CSV or Parquet with the columns image_id and subject,"
              + " for the attack that learns from anonymized pictures.")
  private String people;

  @Under(Heading.MEASURES)
  @Option(
      names = "--networks",
      paramLabel = "FILE",
      description = "Networks that judge, and gates: see conf/evaluation.conf.")
  private String networksFile;

  @Under(Heading.MEASURES)
  @Option(
      names = "--networks-folder",
      paramLabel = "URI",
      description = "Folder of the networks' files. Default: what --networks says.")
  private String networksFolder;

  @Under(Heading.MEASURES)
  @Option(
      names = "--network",
      paramLabel = "NAME=FILE",
      description = "File of one network, instead of what --networks says. Repeatable.")
  private List<String> networkFiles;

  @Mixin private KeyOptions keyOptions;

  @Under(Heading.MODEL)
  @Option(
      names = "--codec",
      paramLabel = "CODEC",
      description =
          "sealed or ieee754: how identities were hidden. Default: what the manifest of"
              + " --anonymized says.")
  private String codec;

  @Option(names = "--output", paramLabel = "URI", description = "Folder that the run is added to.")
  private String output;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "What the originals are called. Default: the name of their folder.")
  private String dataset;

  @Under(Heading.MEASURES)
  @Option(
      names = "--sample",
      paramLabel = "N|SHARE",
      description = "Looks only at so many images: 1000, 0.1 or 10%%.")
  private String sample;

  @Under(Heading.MEASURES)
  @Option(
      names = "--stratify",
      paramLabel = "COLUMN",
      description = "Column of Parquet originals within whose values the sample is drawn.")
  private String stratify;

  @Under(Heading.MEASURES)
  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description =
          "Width and height at which networks see faces. Default: ${bundle:evaluate.size}.")
  private String size;

  @Under(Heading.MEASURES)
  @Option(
      names = "--faces",
      description =
          "Shows the best and the worst images in the report, originals too: it must then be kept"
              + " like them.")
  private boolean faces;

  EvaluateCommand(FaceNetworks networks) {
    this.networks = networks;
  }

  @Override
  public Integer call() throws IOException {
    Config config = configOptions.load(given());
    Settings settings = Settings.of(config);
    EvaluateSettings job = settings.evaluate();
    if (job.original().isEmpty()) {
      throw missing("original");
    }
    String target = job.output().orElseThrow(() -> missing("output"));
    Configuration hadoop = SparkOptions.hadoop(settings.spark());
    // Read once more by the job: a mistake in it is told before Spark starts.
    job.pairs().ifPresent(file -> PairList.read(file, hadoop));
    EvaluatePlan plan = EvaluatePlan.of(settings, hadoop);
    try (JobKeys keys = JobKeys.hold(plan.keys());
        JobKeys trials = JobKeys.hold(plan.trialKeys());
        JobKeys names = JobKeys.hold(plan.nameKey());
        SparkOptions.Running running = sparkOptions.open("evaluate", settings.spark())) {
      SparkSession spark = running.session();
      EvaluateFaces evaluation =
          new EvaluateFaces(spark)
              .original(job.original())
              .subjects(plan.subjects(networks, spark, keys, trials))
              .nameKey(plan.namesHashed() ? names.ticket(spark.sparkContext()) : null)
              .pairs(job.pairs().orElse(null))
              .gallery(job.gallery())
              .people(job.people().orElse(null))
              .networks(conf(job, spark))
              .output(target)
              .dataset(job.dataset().orElse(""))
              .sampling(sampling(job))
              .trials(new ModelBenchmarks(job.timed(), job.diverse(), job.dummies()))
              .size(job.size())
              .folds(job.folds())
              .falseAccepts(job.falseAccepts())
              .partitions(job.partitions())
              .inference(settings.inference())
              .inputOptions(settings.input())
              .limits(settings.limits())
              .progress(consoleOptions.display(settings));
      EvaluateResult result = evaluation.run();
      EvaluationVerdict verdict = new EvaluationVerdict(result);
      verdict.tell(spec.commandLine().getOut());
      EvaluationReport report = new EvaluationReport(spark, result, compared(job));
      if (job.faces()) {
        report.faces(evaluation::triptychs);
      }
      return verdict.exitCode(report(report, result), spec.commandLine().getErr());
    }
  }

  private static Compared compared(EvaluateSettings job) {
    return new Compared(
        job.original(), job.anonymized(), job.recovered(), job.model(), job.sample());
  }

  private static EvaluationConf conf(EvaluateSettings job, SparkSession spark) {
    return job.networks()
        .map(
            file ->
                EvaluationConf.read(
                    file,
                    job.networksFolder(),
                    job.networkFiles(),
                    spark.sparkContext().hadoopConfiguration()))
        .orElseGet(EvaluationConf::none);
  }

  private static Sampling sampling(EvaluateSettings job) {
    try {
      return job.sample().isEmpty()
          ? Sampling.all()
          : Sampling.of(job.sample().get(), job.stratify(), job.seed());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
  }

  /** The report is for a person, and last: nothing that goes wrong with it undoes the run. */
  private List<String> report(EvaluationReport report, EvaluateResult result) {
    List<String> unwritten = new ArrayList<>(result.unwritten());
    try {
      spec.commandLine().getOut().println("Report: " + report.write());
    } catch (Exception e) {
      // Spark throws its checked exception without declaring it.
      unwritten.add("the report: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    return unwritten;
  }

  private List<Setting> given() {
    List<Setting> given = new ArrayList<>();
    add(given, "original", list(original));
    add(given, "anonymized", list(anonymized));
    add(given, "recovered", list(recovered));
    add(given, "model", list(model));
    add(given, "pairs", pairs);
    add(given, "people", people);
    add(given, "networks", networksFile);
    add(given, "networks-folder", networksFolder);
    add(given, "network-files", list(networkFiles));
    keyOptions.addTo(given);
    Setting.add(given, "recover.codec", codec, "--codec");
    add(given, "output", output);
    add(given, "dataset", dataset);
    add(given, "sample", sample);
    add(given, "stratify", stratify);
    add(given, "size", size);
    add(given, "faces", faces ? "true" : null);
    return given;
  }

  private static void add(List<Setting> given, String name, String value) {
    Setting.add(given, "evaluate." + name, value, "--" + name);
  }

  private static String list(List<String> values) {
    return values == null
        ? null
        : values.stream().map(ConfigUtil::quoteString).collect(Collectors.joining(",", "[", "]"));
  }

  private static UsageException missing(String key) {
    return new UsageException(
        "no " + key + ": give --" + key + ", or evaluate." + key + " in a configuration file");
  }
}
