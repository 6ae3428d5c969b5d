package org.g2face.jobs;

/**
 * A request that cannot be done as asked: a missing input, an output that exists, a wrong key.
 *
 * <p>The message is for the person who asked: what is wrong and what to do. Nothing was written.
 */
public class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A mistake in what was asked for. */
  public UsageException(String message) {
    super(message);
  }

  /** A mistake in what was asked for, with the error that revealed it. */
  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
