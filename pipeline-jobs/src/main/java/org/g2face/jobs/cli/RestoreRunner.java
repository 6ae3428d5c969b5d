package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.config.FaceJobSettings;
import org.g2face.jobs.config.OnQuarantine;
import org.g2face.jobs.config.Secrets;
import org.g2face.jobs.config.Settings;
import org.g2face.jobs.keys.JobKeys;
import org.g2face.jobs.vault.RestoreOriginals;
import org.g2face.jobs.vault.RestoreResult;
import org.g2face.keys.KeySet;

/**
 * Restores the originals of a vault: g2face recover --vault.
 *
 * @param config the resolved configuration
 * @param settings the same, typed
 */
record RestoreRunner(Config config, Settings settings) {

  /** Runs the job on a session of its own and returns the exit code. */
  int run(SparkOptions options, PrintWriter out) throws IOException {
    FaceJobSettings job = settings.recover();
    String vault = settings.recovery().vault().orElseThrow();
    if (!job.input().isEmpty()) {
      throw new UsageException("--vault restores what the vault holds; leave out --input");
    }
    String output = job.output().orElseThrow(() -> new UsageException("no output: give --output"));
    KeySet stored =
        OpenedKeys.of(settings.keys(), "a vault", SparkOptions.hadoop(settings.spark()));
    try (JobKeys keys = JobKeys.hold(stored.material());
        SparkSession spark = options.start("recover", settings.spark())) {
      RestoreResult result =
          new RestoreOriginals(
                  spark,
                  vault,
                  keys.ticket(spark.sparkContext()),
                  output,
                  job.layout(),
                  job.overwrite())
              .run(Secrets.mask(config));
      out.println(
          String.format(
              Locale.ROOT,
              "%,d restored bit by bit, %,d quarantined: %s",
              result.restored(),
              result.quarantined(),
              result.output()));
      out.flush();
      boolean tell = result.quarantined() > 0 && job.onQuarantine() == OnQuarantine.TELL;
      return tell ? ExitCode.QUARANTINED : ExitCode.DONE;
    }
  }
}
