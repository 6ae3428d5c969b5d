package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.anonymize.RestoreOriginals;
import org.g2face.jobs.keys.JobKeys;
import org.g2face.jobs.settings.FaceJobSettings;
import org.g2face.jobs.settings.Settings;
import org.g2face.keys.KeySet;

/**
 * Restores the originals of a vault: g2face recover --vault.
 *
 * @param config the resolved configuration
 * @param settings the same, typed
 */
record RestoreRunner(Config config, Settings settings) {

  /** Runs the job on a session of its own and returns the exit code. */
  int run(SparkOptions options, ConsoleOptions console, PrintWriter out) throws IOException {
    FaceJobSettings job = settings.recover();
    String vault = settings.recovery().vault().orElseThrow();
    if (!job.input().isEmpty()) {
      throw new UsageException("--vault restores what the vault holds; leave out --input");
    }
    FaceJobRunner runner =
        new FaceJobRunner(
            "recover",
            config,
            settings,
            job.reading(RestoreOriginals.rows(vault), Optional.of("none")),
            RestoreOriginals.reading(settings.input()));
    runner.requireEverything();
    KeySet stored =
        OpenedKeys.of(settings.keys(), "a vault", SparkOptions.hadoop(settings.spark()));
    try (JobKeys keys = JobKeys.hold(stored.material())) {
      return runner.run(
          options,
          console,
          spark -> new RestoreOriginals(spark, vault, keys.ticket(spark.sparkContext())),
          out);
    }
  }
}
