package org.g2face.jobs.cli;

/** Process exit codes. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int QUARANTINED = 3;
  static final int GATE_FAILED = 4;

  private ExitCode() {}
}
