package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.anonymize.AnonymizeFaces;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.config.Configuration;
import org.g2face.jobs.config.Setting;
import org.g2face.jobs.config.Settings;
import org.g2face.jobs.output.KeyedHash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @Option(
      names = "--hash-names",
      description =
          "Replaces names and paths of images by keyed hashes in everything that is written."
              + " Needs a seed of your own.")
  private boolean hashNames;

  @Mixin private SparkOptions sparkOptions;
  @Mixin private ConfigOptions configOptions;

  AnonymizeCommand(FaceNetworks networks) {
    this.networks = networks;
  }

  @Override
  public Integer call() throws IOException {
    List<Setting> given = new ArrayList<>(options.settings("anonymize"));
    Setting.add(given, "anonymize.hash-names", hashNames ? "true" : null, "--hash-names");
    Config config = configOptions.load(given);
    Settings settings = Settings.of(config);
    byte[] nameKey = settings.hashNames() ? nameKey(settings) : null;
    FaceJobRunner runner =
        new FaceJobRunner("anonymize", config, settings, settings.anonymize());
    return runner.run(
        sparkOptions,
        spark ->
            new AnonymizeFaces(spark)
                .hashNames(nameKey)
                .transform(
                    networks.anonymizer(
                        runner.model(), settings, spark.sparkContext().hadoopConfiguration())),
        spec.commandLine().getOut());
  }

  /** A key that the dummy identities do not use. */
  private static byte[] nameKey(Settings settings) {
    if (settings.seed().equals(Settings.of(Configuration.reference()).seed())) {
      throw new UsageException(
          "--hash-names needs a secret: names can be guessed, and the default of anonymize.seed is"
              + " known to all; set your own");
    }
    return new KeyedHash(settings.seed().getBytes(StandardCharsets.UTF_8))
        .of("g2face names of images")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
