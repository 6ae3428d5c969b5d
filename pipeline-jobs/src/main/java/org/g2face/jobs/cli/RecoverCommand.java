package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.RecoverFaces;
import org.g2face.jobs.config.Setting;
import org.g2face.jobs.keys.JobKeys;
import org.g2face.jobs.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "recover",
    customSynopsis = {
      "g2face recover --input URI... --model URI --output URI --keys URI [OPTIONS]",
      "g2face recover --vault URI --output URI --keys URI [OPTIONS]"
    },
    description = {
      "Brings the original faces of an anonymized dataset back.",
      "",
      "Only the pixels of the saved images are used, and the keys. The input may be the output"
          + " folder of g2face anonymize, or its image files. With --vault the originals themselves"
          + " are restored.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face recover --input anonymized/ --output recovered/ --keys ward.json",
      "  g2face recover --vault vault/ --output originals/ --keys ward.json"
    })
final class RecoverCommand implements Callable<Integer> {
  private final FaceNetworks networks;

  @Spec private CommandSpec spec;
  @Mixin private FaceJobOptions options;
  @Mixin private RecoveryOptions recoveryOptions;
  @Mixin private SparkOptions sparkOptions;
  @Mixin private ConsoleOptions consoleOptions;
  @Mixin private ConfigOptions configOptions;

  RecoverCommand(FaceNetworks networks) {
    this.networks = networks;
  }

  @Override
  public Integer call() throws IOException {
    List<Setting> given = options.settings("recover");
    given.addAll(recoveryOptions.settings());
    Config config = configOptions.load(given);
    Settings settings = Settings.of(config);
    if (settings.recovery().vault().isPresent()) {
      return new RestoreRunner(config, settings)
          .run(sparkOptions, consoleOptions, spec.commandLine().getOut());
    }
    FaceJobRunner runner =
        new FaceJobRunner("recover", config, settings, settings.recover(), settings.input());
    runner.requireEverything();
    RecoverPlan plan = RecoverPlan.of(settings, SparkOptions.hadoop(settings.spark()));
    try (JobKeys keys = JobKeys.hold(plan.keys())) {
      return runner.run(
          sparkOptions,
          consoleOptions,
          spark -> job(spark, settings, runner.model(), plan, keys),
          spec.commandLine().getOut());
    }
  }

  private RecoverFaces job(
      SparkSession spark, Settings settings, String model, RecoverPlan plan, JobKeys keys)
      throws IOException {
    FaceTransformProvider provider =
        networks.recoverer(
            model,
            settings,
            plan.concealment(keys.ticket(spark.sparkContext())),
            spark.sparkContext().hadoopConfiguration());
    plan.requireModel(provider.model());
    return new RecoverFaces(spark).transform(provider);
  }
}
