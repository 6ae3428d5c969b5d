package org.g2face.jobs.cli;

import java.time.Duration;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.OrderlyStop;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.jobs.anonymize.PhotographNetworks;
import scala.Option;

/** The program. */
public final class Main {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** In which a training that has stopped by itself comes to its end. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Duration AGAIN = Duration.ofMillis(300);

  private Main() {}

  /**
   * Runs a command and ends the process with its exit code. A process that is asked to stop
   * (SIGTERM, Ctrl-C) lets the command come to its end first; its exit code is that of the signal.
   */
  public static void main(String[] arguments) {
    int code;
    try (OrderlyStop stop = OrderlyStop.of(OrderlyStop.COMMAND, PATIENCE, Main::cancel)) {
      code = G2Face.commandLine(new PhotographNetworks(new PackagedNetworks())).execute(arguments);
    }
    System.exit(code);
  }

  /** Ends Spark's work, and what may follow it; a command without Spark simply ends. */
  private static void cancel(OrderlyStop.Awaiting command) throws InterruptedException {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    if (session.isEmpty() || command.end(GRACE)) {
      return;
    }
    SparkContext context = session.get().sparkContext();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    do {
      try {
        context.cancelAllJobs();
      } catch (IllegalStateException e) {
        // The command has stopped Spark already, and is about to end.
      }
    } while (!command.end(AGAIN) && System.nanoTime() < deadline);
  }
}
