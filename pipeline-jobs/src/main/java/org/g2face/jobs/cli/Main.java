package org.g2face.jobs.cli;

import java.time.Duration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.OrderlyStop;
import org.g2face.jobs.StopSignals;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.jobs.anonymize.PhotographNetworks;
import org.g2face.jobs.keys.PassphraseSource;
import scala.Option;

/** The program. */
public final class Main {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** A command that has not come to Spark by then has none to be cancelled. */
  private static final Duration SPARK_STARTS_WITHIN = Duration.ofSeconds(5);

  /** In which a training that has stopped comes to its end. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration AGAIN = Duration.ofMillis(300);

  private Main() {}

  /**
   * Runs a command and ends the process with its exit code. A process that is asked to stop
   * (SIGTERM, Ctrl-C) lets the command come to its end first; its exit code is that of the signal.
   */
  public static void main(String[] arguments) {
    int code;
    StopSignals.take();
    try (OrderlyStop stop = OrderlyStop.of(OrderlyStop.COMMAND, PATIENCE, Main::cancel)) {
      code = G2Face.commandLine(new PhotographNetworks(new PackagedNetworks())).execute(arguments);
    }
    StopSignals.exit(code, code == ExitCode.FAILED);
  }

  /** Ends Spark's work, and what may follow it. */
  private static void cancel(OrderlyStop.Awaiting command) throws InterruptedException {
    long began = System.nanoTime();
    if (PassphraseSource.asking() || command.end(GRACE)) {
      return;
    }
    do {
      Option<SparkSession> session = SparkSession.getDefaultSession();
      if (session.isDefined()) {
        cancelJobs(session.get().sparkContext());
      }
    } while (!command.end(AGAIN)
        && System.nanoTime() - began
            < (SparkOptions.started() ? PATIENCE : SPARK_STARTS_WITHIN).toNanos());
  }

  private static void cancelJobs(SparkContext context) {
    try {
      context.cancelAllJobs();
    } catch (IllegalStateException e) {
      // The command has stopped Spark already, and is about to end.
    }
  }
}
