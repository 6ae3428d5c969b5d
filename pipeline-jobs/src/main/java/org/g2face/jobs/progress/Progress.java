package org.g2face.jobs.progress;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.util.LongAccumulator;
import scala.collection.JavaConverters;

/**
 * Counts images while tasks run, from what executors report with their heartbeats.
 *
 * <p>Only for the eye: a task that runs twice is counted once it ends, by the attempt that
 * succeeded. The result of a job comes from what its tasks return.
 */
public final class Progress extends SparkListener implements AutoCloseable {
  /** Shows nothing. */
  public static final Display SILENT =
      new Display() {
        @Override
        public void show(Snapshot snapshot, boolean last) {}

        @Override
        public void note(String line) {}
      };

  /** Where progress is shown. */
  public interface Display {
    /** Shows a new state; called about once a second, from one thread. */
    void show(Snapshot snapshot, boolean last);

    /** Shows a line that stays. */
    void note(String line);
  }

  /** The counts of one running task. */
  private record Counts(long done, long refused) {
    static final Counts NONE = new Counts(0, 0);

    Counts plus(Counts other) {
      return new Counts(done + other.done, refused + other.refused);
    }
  }

  private final JavaSparkContext context;
  private final long total;
  private final long start = System.nanoTime();
  private final LongAccumulator done;
  private final LongAccumulator refused;
  private final Display display;
  private final Map<Long, Counts> running = new ConcurrentHashMap<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "g2face-progress");
            daemon.setDaemon(true);
            return daemon;
          });
  private final Set<Long> active = ConcurrentHashMap.newKeySet();
  private volatile Counts ended = Counts.NONE;

  private Progress(JavaSparkContext context, long total, Display display) {
    this.context = context;
    this.total = total;
    this.display = display;
    this.done = context.sc().longAccumulator("g2face.done");
    this.refused = context.sc().longAccumulator("g2face.refused");
  }

  /** Begins to watch. */
  public static Progress start(JavaSparkContext context, long total, Display display) {
    Progress progress = new Progress(context, total, display);
    context.sc().addSparkListener(progress);
    progress.clock.scheduleAtFixedRate(() -> progress.show(false), 1, 1, TimeUnit.SECONDS);
    return progress;
  }

  /** For tasks: entries they are done with. */
  public LongAccumulator done() {
    return done;
  }

  /** For tasks: those of them that are not published. */
  public LongAccumulator refused() {
    return refused;
  }

  @Override
  public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
    JavaConverters.asJavaIterable(update.accumUpdates())
        .forEach(task -> running.put((Long) task._1(), counts(task._4())));
  }

  /**
   * Waits until no task runs any more, after a job failed: Spark only asks the others to stop.
   *
   * @param atMost after that long it gives up
   */
  public void awaitIdle(Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    try {
      // Spark tells of tasks with a delay, so that at first there may seem to be none.
      // While the JVM shuts down it tells of none that ends.
      do {
        Thread.sleep(100);
      } while (!active.isEmpty()
          && System.nanoTime() < deadline
          && !ShutdownHookManager.get().isShutdownInProgress());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    active.add(start.taskInfo().taskId());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    active.remove(end.taskInfo().taskId());
    Counts counts = counts(end.taskInfo().accumulables());
    running.remove(end.taskInfo().taskId());
    if (end.taskInfo().successful()) {
      ended = ended.plus(counts);
    }
  }

  private Counts counts(scala.collection.Iterable<AccumulableInfo> values) {
    long doneCount = 0;
    long refusedCount = 0;
    for (AccumulableInfo info : JavaConverters.asJavaIterable(values)) {
      if (info.id() == done.id() && info.update().isDefined()) {
        doneCount = (Long) info.update().get();
      } else if (info.id() == refused.id() && info.update().isDefined()) {
        refusedCount = (Long) info.update().get();
      }
    }
    return new Counts(doneCount, refusedCount);
  }

  private void show(boolean last) {
    // At the end Spark may still have to tell of tasks, but has added up what they counted.
    Counts counts =
        last
            ? new Counts(done.value(), refused.value())
            : running.values().stream().reduce(ended, Counts::plus);
    display.show(
        new Snapshot(
            Math.min(total, counts.done()),
            total,
            counts.refused(),
            (System.nanoTime() - start) / 1e9),
        last);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    context.sc().removeSparkListener(this);
    show(true);
  }
}
