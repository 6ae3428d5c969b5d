package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.g2face.jobs.anonymize.AnonymizeFaces;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "anonymize",
    customSynopsis = "g2face anonymize --input URI... --model URI --output URI [OPTIONS]",
    description = {
      "Replaces the identity of every face of a dataset.",
      "",
      "Each image is taken as one aligned face. Its original identity is hidden in the new image,"
          + " from which g2face recover brings it back. Images that cannot be read become rows of"
          + " quarantine/ with a reason; nothing unanonymized is written.",
      ""
    })
final class AnonymizeCommand implements Callable<Integer> {
  private final FaceNetworks networks;

  @Spec private CommandSpec spec;
  @Mixin private FaceJobOptions options;
  @Mixin private SparkOptions sparkOptions;
  @Mixin private ConfigOptions configOptions;

  AnonymizeCommand(FaceNetworks networks) {
    this.networks = networks;
  }

  @Override
  public Integer call() throws IOException {
    Config config = configOptions.load(options.settings("anonymize"));
    Settings settings = Settings.of(config);
    FaceJobRunner runner =
        new FaceJobRunner("anonymize", config, settings, settings.anonymize());
    return runner.run(
        sparkOptions,
        spark ->
            new AnonymizeFaces(spark)
                .transform(
                    networks.anonymizer(
                        runner.model(), settings, spark.sparkContext().hadoopConfiguration())),
        spec.commandLine().getOut());
  }
}
