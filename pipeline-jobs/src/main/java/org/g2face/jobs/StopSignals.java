package org.g2face.jobs;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * Signals that ask this process to stop: SIGTERM, Ctrl-C and a terminal that closes.
 *
 * <p>They are taken before the JVM begins to shut down, because Spark then no longer tells of tasks
 * that end, and ONNX Runtime closes itself under the threads that compute with it.
 */
public final class StopSignals {
  private static final List<String> NAMES = List.of("HUP", "INT", "TERM");

  /** What shells add to a signal's number. */
  private static final int SIGNALLED = 128;

  private static final AtomicInteger TAKEN = new AtomicInteger();

  private StopSignals() {}

  /**
   * From now on a signal lets the command come to its end, which is then that of the process; a
   * second one ends the process at once.
   */
  public static void take() {
    for (String name : NAMES) {
      try {
        Signal.handle(new Signal(name), StopSignals::stop);
      } catch (IllegalArgumentException e) {
        // The JVM was started with -Xrs, or lacks the signal: work is asked as the JVM shuts down.
      }
    }
  }

  private static void stop(Signal signal) {
    int code = SIGNALLED + signal.getNumber();
    if (!TAKEN.compareAndSet(0, code)) {
      Runtime.getRuntime().halt(code);
    }
    if (!OrderlyStop.stopAll()) {
      System.err.println("g2face: stopped by a signal before its end");
      System.exit(code);
    }
  }

  /**
   * Ends the process.
   *
   * @param code of a command that has come to its end
   * @param failed whether it did not do what it should; after a signal that is why, and the code is
   *     that of the signal
   */
  public static void exit(int code, boolean failed) {
    int taken = TAKEN.get();
    System.exit(failed && taken != 0 ? taken : code);
  }
}
