package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.config.Secrets;
import org.g2face.jobs.config.Setting;
import org.g2face.jobs.ingest.IngestFaces;
import org.g2face.jobs.ingest.IngestResult;
import org.g2face.jobs.progress.Snapshot;
import org.g2face.jobs.settings.IngestSettings;
import org.g2face.jobs.settings.OnQuarantine;
import org.g2face.jobs.settings.Settings;
import org.g2face.jobs.shards.Split;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "ingest",
    description = {
      "Packs a dataset for training.",
      "",
      "Each image is taken as one aligned face, resized, and stored losslessly in Parquet files"
          + " below train/ and validation/. Images that cannot be read become rows of quarantine/"
          + " with a reason.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  g2face ingest --input ffhq/ --output packed/ffhq-256 --size 256"})
@Under(Heading.DATA)
final class IngestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private SparkOptions sparkOptions;
  @Mixin private ConsoleOptions consoleOptions;
  @Mixin private ConfigOptions configOptions;

  @Option(
      names = "--input",
      arity = "1..*",
      paramLabel = "URI",
      description =
          "Images to read: files, folders (with all below them), globs in quotes, Parquet files,"
              + " zip and tar archives."
              + " Repeatable.")
  private List<String> input;

  @Option(
      names = "--output",
      paramLabel = "URI",
      description = "Folder for the packed dataset; it appears when the job has succeeded.")
  private String output;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "Width and height of the faces. Default: ${bundle:ingest.size}.")
  private String size;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Share of the images that training does not see. Default: ${bundle:ingest.validation}.")
  private String validation;

  @Option(
      names = "--overwrite",
      description = "Replaces an existing output when the job has succeeded.")
  private boolean overwrite;

  @Override
  public Integer call() {
    Config config = configOptions.load(given());
    Settings settings = Settings.of(config);
    IngestSettings job = settings.ingest();
    if (job.input().isEmpty()) {
      throw new UsageException("no input: give --input, or ingest.input in a configuration file");
    }
    String target =
        job.output()
            .orElseThrow(
                () ->
                    new UsageException(
                        "no output: give --output, or ingest.output in a configuration file"));
    try (SparkOptions.Running running = sparkOptions.open("ingest", settings.spark())) {
      SparkSession spark = running.session();
      IngestResult result =
          new IngestFaces(spark)
              .input(job.input())
              .output(target)
              .options(job.shards())
              .overwrite(job.overwrite())
              .inputOptions(settings.input())
              .limits(settings.limits())
              .recordedConfiguration(Secrets.mask(config))
              .progress(consoleOptions.display(settings))
              .run();
      PrintWriter out = spec.commandLine().getOut();
      out.println(describe(result));
      out.flush();
      boolean tell = result.quarantined() > 0 && job.onQuarantine() == OnQuarantine.TELL;
      return tell ? ExitCode.QUARANTINED : ExitCode.DONE;
    }
  }

  private List<Setting> given() {
    List<Setting> given = new ArrayList<>();
    if (input != null) {
      String list =
          input.stream().map(ConfigUtil::quoteString).collect(Collectors.joining(",", "[", "]"));
      given.add(new Setting("ingest.input", list, "--input"));
    }
    Setting.add(given, "ingest.output", output, "--output");
    Setting.add(given, "ingest.size", size, "--size");
    Setting.add(given, "ingest.validation", validation, "--validation");
    Setting.add(given, "ingest.overwrite", overwrite ? "true" : null, "--overwrite");
    return given;
  }

  private static String describe(IngestResult result) {
    return String.format(
        Locale.ROOT,
        "%,d images for training, %,d for validation, %,d quarantined, %,d ignored in %s: %s",
        result.manifest().images(Split.TRAIN),
        result.manifest().images(Split.VALIDATION),
        result.quarantined(),
        result.ignored(),
        Snapshot.duration(result.duration().toSeconds()),
        result.output());
  }
}
