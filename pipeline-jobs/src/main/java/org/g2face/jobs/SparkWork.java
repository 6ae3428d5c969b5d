package org.g2face.jobs;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;

/** Work on Spark that carries a name, and whose failure is told in one line. */
public final class SparkWork {
  /** What is told of work that does not know what the next run finds. */
  public static final String STOPPED =
      "stopped by a signal before its end; the same command goes on from what is kept";

  private static final Duration TASKS_END_WITHIN = Duration.ofSeconds(20);

  /** Spark tells of its tasks with a delay. */
  private static final Duration POLL = Duration.ofMillis(200);

  private SparkWork() {}

  /**
   * Runs work.
   *
   * @param name what Spark's interface shows for its jobs
   * @throws JobFailedException with the explanation that a task gave, else with the deepest cause
   */
  public static <R> R run(JavaSparkContext context, String name, Callable<R> work) {
    requireNotAsked();
    context.setJobDescription(name);
    try (HopelessTasks watch = HopelessTasks.watch(context.sc())) {
      return explained(work, watch);
    } finally {
      context.setJobDescription(null);
    }
  }

  private static <R> R explained(Callable<R> work, HopelessTasks watch) {
    try {
      return work.call();
    } catch (Exception e) {
      // Spark throws its checked exception without declaring it.
      throw e instanceof SparkException || e instanceof RuntimeException
          ? new JobFailedException(watch.explanation().orElseGet(() -> describe(e)), e)
          : new IllegalStateException(e);
    }
  }

  /**
   * Makes sure that this process may begin something.
   *
   * @throws JobFailedException if it was asked to stop
   */
  public static void requireNotAsked() {
    if (OrderlyStop.processIsAsked()) {
      throw new JobFailedException(STOPPED, null);
    }
  }

  /**
   * Waits, but not for long, until no task runs any more whose job was cancelled: it may be in the
   * middle of a network, and Spark tells of a task that ends after it has stopped as an error.
   */
  public static void awaitTasks(SparkContext context) {
    long deadline = System.nanoTime() + TASKS_END_WITHIN.toNanos();
    try {
      do {
        Thread.sleep(POLL.toMillis());
      } while (tasks(context) > 0 && System.nanoTime() < deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int tasks(SparkContext context) {
    return Arrays.stream(context.statusTracker().getExecutorInfos())
        .mapToInt(SparkExecutorInfo::numRunningTasks)
        .sum();
  }

  private static String describe(Throwable error) {
    Optional<String> explained = HopelessTasks.explain(error);
    if (explained.isPresent()) {
      return explained.get();
    }
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
