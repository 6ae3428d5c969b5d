package org.g2face.jobs;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.g2face.preflight.PreflightException;

/** Work on Spark that carries a name, and whose failure is told in one line. */
public final class SparkWork {
  private SparkWork() {}

  /**
   * Runs work.
   *
   * @param name what Spark's interface shows for its jobs
   * @throws JobFailedException with the explanation that a task gave, else with the deepest cause
   */
  public static <R> R run(JavaSparkContext context, String name, Callable<R> work) {
    context.setJobDescription(name);
    try {
      return work.call();
    } catch (Exception e) {
      // Spark throws its checked exception without declaring it.
      throw e instanceof SparkException || e instanceof RuntimeException
          ? new JobFailedException(describe(e), e)
          : new IllegalStateException(e);
    } finally {
      context.setJobDescription(null);
    }
  }

  private static String describe(Throwable error) {
    Throwable deepest = error;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof JobFailedException || cause instanceof PreflightException) {
        return cause.getMessage();
      }
      deepest = cause;
    }
    String message = Objects.requireNonNullElse(deepest.getMessage(), "");
    return deepest.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
  }
}
