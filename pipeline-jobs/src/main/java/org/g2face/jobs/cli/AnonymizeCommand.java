package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.anonymize.AnonymizeFaces;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.config.Setting;
import org.g2face.jobs.keys.JobKeys;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.jobs.privacy.Mode;
import org.g2face.jobs.settings.PrivacySettings;
import org.g2face.jobs.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "anonymize",
    customSynopsis =
        "g2face anonymize --input URI... --output URI [--model URI]" + " [--keys URI] [OPTIONS]",
    description = {
      "Replaces the identity of every face of a dataset.",
      "",
      "An image may be a photograph with any number of faces, or one aligned face. With keys the"
          + " original identities are hidden, encrypted, in the new images, from which g2face"
          + " recover brings them back; without keys none is hidden. Images that cannot be read"
          + " become rows of quarantine/ with a reason. A face that no detector finds stays.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face keys create --keys ward.json",
      "  g2face anonymize --input photos/ --output anonymized/ --keys ward.json",
      "  g2face anonymize --input photos/ --output anonymized/ --mode irreversible \\",
      "      --layout files -D photographs.no-face=blur_whole",
      "  g2face anonymize --crops --input \"shards/*.tar\" faces.parquet \\",
      "      --output anonymized/ --keys ward.json --subject-column person --quiet"
    })
final class AnonymizeCommand implements Callable<Integer> {
  private final FaceNetworks networks;

  @Spec private CommandSpec spec;
  @Mixin private FaceJobOptions options;
  @Mixin private PrivacyOptions privacyOptions;

  @Under(Heading.PRIVACY)
  @Option(
      names = "--hash-names",
      description =
          "Replaces names and paths of images by keyed hashes in everything that is written."
              + " With keys the same name gives the same hash again.")
  private boolean hashNames;

  @Mixin private SparkOptions sparkOptions;
  @Mixin private ConsoleOptions consoleOptions;
  @Mixin private ConfigOptions configOptions;

  AnonymizeCommand(FaceNetworks networks) {
    this.networks = networks;
  }

  @Override
  public Integer call() throws IOException {
    List<Setting> given = options.settings("anonymize");
    given.addAll(privacyOptions.settings());
    Setting.add(given, "anonymize.hash-names", hashNames ? "true" : null, "--hash-names");
    Config config = configOptions.load(given);
    Settings settings = Settings.of(config);
    PrivacySettings privacy =
        privacyOptions.perImage() ? settings.privacy().perImage() : settings.privacy();
    FaceJobRunner runner =
        new FaceJobRunner(
            "anonymize",
            config,
            settings,
            settings.anonymize(),
            settings.input().withSubjects(privacy.subjectColumn()));
    runner.requireEverything();
    AnonymizePlan plan =
        AnonymizePlan.of(
            privacy, settings.keys(), runner.output(), SparkOptions.hadoop(settings.spark()));
    if (privacy.mode().isEmpty() && plan.mode() == Mode.IRREVERSIBLE) {
      consoleOptions.note(
          spec.commandLine().getErr(),
          "no keys are given, so no identity is hidden in the pictures (--mode"
              + " irreversible); for that, make keys with g2face keys create and give --keys");
    }
    try (JobKeys keys = JobKeys.hold(plan.keys())) {
      return runner.run(
          sparkOptions,
          consoleOptions,
          spark -> job(spark, settings, runner.model(), plan, keys),
          spec.commandLine().getOut());
    }
  }

  private AnonymizeFaces job(
      SparkSession spark, Settings settings, String model, AnonymizePlan plan, JobKeys keys)
      throws IOException {
    KeyHandle ticket = keys.ticket(spark.sparkContext());
    return new AnonymizeFaces(spark)
        .transform(
            networks.anonymizer(
                model,
                settings,
                plan.concealment(ticket),
                spark.sparkContext().hadoopConfiguration()))
        .acceptWeakModel(settings.privacy().acceptWeakModel())
        .subjects(plan.subjects(spark))
        .vault(plan.vault(ticket))
        .hashNames(settings.hashNames() ? plan.nameKey() : null)
        .privacy(plan.statement(settings.hashNames()));
  }
}
