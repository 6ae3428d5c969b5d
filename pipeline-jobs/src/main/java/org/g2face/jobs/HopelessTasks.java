package org.g2face.jobs;

import java.util.Optional;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.g2face.model.ModelException;
import org.g2face.preflight.PreflightException;

/**
 * Ends a job as soon as one of its tasks fails in a way in which it would fail again: Spark would
 * try three times more on a cluster, and open the networks each time.
 */
final class HopelessTasks extends SparkListener implements AutoCloseable {
  private final SparkContext context;
  private volatile String explanation;

  private HopelessTasks(SparkContext context) {
    this.context = context;
  }

  /** Begins to watch. */
  static HopelessTasks watch(SparkContext context) {
    HopelessTasks watch = new HopelessTasks(context);
    context.addSparkListener(watch);
    return watch;
  }

  /** The message of a failure, or of what caused it, that is an answer for a person. */
  static Optional<String> explain(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PreflightException || cause instanceof ModelException) {
        return Optional.of(cause.getMessage());
      }
    }
    return Optional.empty();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof ExceptionFailure failure && failure.exception().isDefined()) {
      explain(failure.exception().get())
          .ifPresent(
              found -> {
                explanation = found;
                context.cancelStage(end.stageId(), found);
              });
    }
  }

  /** Why the job was ended, if it was. */
  Optional<String> explanation() {
    return Optional.ofNullable(explanation);
  }

  @Override
  public void close() {
    context.removeSparkListener(this);
  }
}
