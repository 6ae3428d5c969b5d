package org.g2face.jobs.progress;

import java.io.PrintStream;
import java.time.Duration;

/** Shows progress as one line that changes on a terminal, and as plain lines elsewhere. */
public final class ConsoleDisplay implements Progress.Display {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream stream;
  private final boolean terminal;
  private final double interval;
  private double lastShown;

  /**
   * @param terminal whether the stream ends at a person's terminal
   * @param interval time between two plain lines
   */
  public ConsoleDisplay(PrintStream stream, boolean terminal, Duration interval) {
    this.stream = stream;
    this.terminal = terminal;
    this.interval = interval.toMillis() / 1e3;
  }

  @Override
  public synchronized void show(Snapshot snapshot, boolean last) {
    if (terminal) {
      stream.print(CLEAR_LINE + snapshot.line() + (last ? System.lineSeparator() : ""));
      stream.flush();
    } else if (last || snapshot.seconds() - lastShown >= interval) {
      lastShown = snapshot.seconds();
      stream.println(snapshot.line());
    }
  }

  @Override
  public synchronized void note(String line) {
    stream.println((terminal ? CLEAR_LINE : "") + line);
  }
}
