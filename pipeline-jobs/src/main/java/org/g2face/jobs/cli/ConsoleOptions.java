package org.g2face.jobs.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import org.g2face.jobs.progress.ConsoleDisplay;
import org.g2face.jobs.progress.Progress;
import org.g2face.jobs.settings.Settings;
import picocli.CommandLine.Option;

/** Options for what a job tells on its way. */
@Under(Heading.GENERAL)
final class ConsoleOptions {
  /** Set by the launcher when stderr is a terminal. */
  private static final String TERMINAL = "g2face.terminal";

  @Option(
      names = "--quiet",
      description = "Prints no progress and no notes, only results, warnings and errors.")
  private boolean quiet;

  /** Where a job shows progress. */
  Progress.Display display(Settings settings) {
    return quiet
        ? Progress.SILENT
        : new ConsoleDisplay(System.err, Boolean.getBoolean(TERMINAL), settings.progressInterval());
  }

  /** Where a job that has lines of its own prints them. */
  Consumer<String> lines() {
    return quiet ? line -> {} : System.err::println;
  }

  /** Tells something that the result does not depend on. */
  void note(PrintWriter err, String line) {
    if (!quiet) {
      err.println("g2face: " + line);
      err.flush();
    }
  }
}
