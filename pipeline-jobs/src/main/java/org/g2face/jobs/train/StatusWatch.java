package org.g2face.jobs.train;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import scala.collection.JavaConverters;

/** Prints the line that rank 0 keeps, as often as wished, and why a stage had to start again. */
final class StatusWatch extends SparkListener implements AutoCloseable {
  private final SparkContext context;
  private final LatestText line;
  private final long interval;
  private final Consumer<String> print;
  private long printed = System.nanoTime();
  private String last = "";

  /**
   * @param interval least time between two lines
   */
  StatusWatch(SparkContext context, LatestText line, Duration interval, Consumer<String> print) {
    this.context = context;
    this.line = line;
    this.interval = interval.toNanos();
    this.print = print;
    context.register(line, "g2face.training");
    context.addSparkListener(this);
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    JavaConverters.asJavaIterable(update.accumUpdates())
        .forEach(
            task -> {
              for (AccumulableInfo info : JavaConverters.asJavaIterable(task._4())) {
                if (info.id() == line.id() && info.update().isDefined()) {
                  show(info.update().get().toString(), interval);
                }
              }
            });
  }

  private synchronized void show(String text, long notBefore) {
    if (!text.isEmpty() && !text.equals(last) && System.nanoTime() - printed >= notBefore) {
      last = text;
      printed = System.nanoTime();
      print.accept(text);
    }
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted stage) {
    if (stage.stageInfo().failureReason().isDefined()) {
      // The first line says which task, the second one what it threw.
      String reason =
          stage.stageInfo().failureReason().get().lines().limit(2).collect(Collectors.joining(" "));
      print.accept("a rank was lost, training goes on from the last checkpoint: " + reason);
    }
  }

  /** Shows the last line, which came with the result of rank 0. */
  @Override
  public void close() {
    context.removeSparkListener(this);
    show(line.value(), 0);
  }
}
