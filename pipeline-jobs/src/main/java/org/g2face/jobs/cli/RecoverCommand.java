package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.RecoverFaces;
import org.g2face.jobs.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "recover",
    customSynopsis = "g2face recover --input URI... --model URI --output URI [OPTIONS]",
    description = {
      "Brings the original faces of an anonymized dataset back.",
      "",
      "Only the pixels of the saved images are used. The input may be the output folder of g2face"
          + " anonymize, or its image files.",
      ""
    })
final class RecoverCommand implements Callable<Integer> {
  private final FaceNetworks networks;

  @Spec private CommandSpec spec;
  @Mixin private FaceJobOptions options;
  @Mixin private SparkOptions sparkOptions;
  @Mixin private ConfigOptions configOptions;

  RecoverCommand(FaceNetworks networks) {
    this.networks = networks;
  }

  @Override
  public Integer call() throws IOException {
    Config config = configOptions.load(options.settings("recover"));
    Settings settings = Settings.of(config);
    FaceJobRunner runner = new FaceJobRunner("recover", config, settings, settings.recover());
    return runner.run(
        sparkOptions,
        spark ->
            new RecoverFaces(spark)
                .transform(
                    networks.recoverer(
                        runner.model(), settings, spark.sparkContext().hadoopConfiguration())),
        spec.commandLine().getOut());
  }
}
