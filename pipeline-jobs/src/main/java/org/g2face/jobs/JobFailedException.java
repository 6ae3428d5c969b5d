package org.g2face.jobs;

/** A job stopped before its end. Nothing of it is visible at its output. */
public class JobFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what went wrong, in one or two lines for a person
   * @param cause the first error, or null
   */
  public JobFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
