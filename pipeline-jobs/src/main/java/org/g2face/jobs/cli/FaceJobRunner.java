package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.anonymize.FaceJob;
import org.g2face.jobs.anonymize.FaceJobResult;
import org.g2face.jobs.config.Secrets;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.progress.Snapshot;
import org.g2face.jobs.settings.FaceJobSettings;
import org.g2face.jobs.settings.OnQuarantine;
import org.g2face.jobs.settings.Settings;

/**
 * Runs a job with settings and tells what it has done.
 *
 * @param name the command's name, and that of the section of the configuration
 * @param config the resolved configuration
 * @param settings the same, typed
 * @param job the job's own part of them
 * @param input how the input is read
 */
record FaceJobRunner(
    String name, Config config, Settings settings, FaceJobSettings job, InputOptions input) {
  /** Makes a job on a session, and finds its networks. */
  interface JobFactory<J> {
    J create(SparkSession spark) throws IOException;
  }

  String model() {
    return require(job.model(), "model");
  }

  String output() {
    return require(job.output(), "output");
  }

  /** Tells what is missing before anybody is asked for a passphrase. */
  void requireEverything() {
    if (job.input().isEmpty()) {
      throw missing("input");
    }
    output();
    ModelLocation.of(model(), SparkOptions.hadoop(settings.spark()));
  }

  /** Runs the job on a session of its own and returns the exit code. */
  <J extends FaceJob<J>> int run(
      SparkOptions options, ConsoleOptions console, JobFactory<J> create, PrintWriter out)
      throws IOException {
    requireEverything();
    String output = output();
    try (SparkOptions.Running spark = options.open(name, settings.spark())) {
      FaceJobResult result =
          create
              .create(spark.session())
              .input(job.input())
              .output(output)
              .layout(job.layout())
              .access(job.access())
              .batchSize(job.batchSize())
              .inputOptions(input)
              .limits(settings.limits())
              .recordedConfiguration(Secrets.mask(config))
              .progress(console.display(settings))
              .run();
      out.println(describe(result));
      result.vault().ifPresent(vault -> out.println(vault.describe()));
      out.flush();
      boolean tell = result.quarantined() > 0 && job.onQuarantine() == OnQuarantine.TELL;
      return tell ? ExitCode.QUARANTINED : ExitCode.DONE;
    }
  }

  private static String describe(FaceJobResult result) {
    String reasons =
        result.reasons().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(reason -> reason.getKey() + " " + reason.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
    return String.format(
        Locale.ROOT,
        "%,d published, %,d quarantined%s, %,d ignored in %s: %s",
        result.published(),
        result.quarantined(),
        result.reasons().isEmpty() ? "" : reasons,
        result.ignored(),
        Snapshot.duration(result.duration().toSeconds()),
        result.output());
  }

  private String require(Optional<String> value, String key) {
    return value.orElseThrow(() -> missing(key));
  }

  private UsageException missing(String key) {
    return new UsageException(
        "no " + key + ": give --" + key + ", or " + name + "." + key + " in a configuration file");
  }
}
