package org.g2face.jobs.anonymize;

import java.util.Objects;
import org.g2face.jobs.JobFailedException;

/** Finds what a person needs to know in a chain of exceptions. */
public final class Causes {
  private Causes() {}

  /** Our own explanation if there is one, else the deepest cause, in one line. */
  public static String describe(Throwable error) {
    Throwable deepest = error;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobFailedException) {
        return cause.getMessage();
      }
      deepest = cause;
    }
    String message = Objects.requireNonNullElse(deepest.getMessage(), "");
    return deepest.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
  }
}
