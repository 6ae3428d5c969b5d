package org.g2face.preflight;

/**
 * A machine that an engine computes wrong numbers on, or has no code for; the message tells what to
 * do.
 */
public final class PreflightException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PreflightException(String message) {
    super(message);
  }
}
