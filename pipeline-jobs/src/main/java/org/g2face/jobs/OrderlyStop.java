package org.g2face.jobs;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Work that is asked to end when its process is asked to stop, and that the process waits for:
 * before Spark stops and stores are closed, and before libraries are unloaded under a thread that
 * computes with them.
 *
 * <p>What computes comes first, then the command that waits for it. {@link StopSignals} ask it; a
 * JVM that shuts down for another reason, as an executor does, asks it by a hook that comes before
 * those of Spark and Hadoop.
 */
public final class OrderlyStop implements AutoCloseable {
  /** Work of a task. */
  public static final int TASK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 100;

  /** The command that started it. */
  public static final int COMMAND = FileSystem.SHUTDOWN_HOOK_PRIORITY + 90;

  private static final Duration SLACK = Duration.ofSeconds(5);

  private static final Set<OrderlyStop> RUNNING = ConcurrentHashMap.newKeySet();

  private static volatile boolean processIsAsked;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable hook = this::stop;
  private final int priority;
  private final Request request;

  /** What is done when the process is asked to stop. */
  public interface Request {
    /**
     * Asks the work to end, and waits for it or does not.
     *
     * @param work awaits the work's end
     */
    void stop(Awaiting work) throws InterruptedException;
  }

  /** The end of the work, which may be awaited. */
  public interface Awaiting {
    /** Whether it came within that time. */
    boolean end(Duration time) throws InterruptedException;
  }

  private OrderlyStop(int priority, Request request) {
    this.priority = priority;
    this.request = request;
  }

  /** Work that looks itself whether the {@link #processIsAsked}, and is given that long to end. */
  public static OrderlyStop of(int priority, Duration patience) {
    return of(priority, patience, work -> work.end(patience));
  }

  /**
   * Work that has to be asked.
   *
   * @param priority {@link #TASK} or {@link #COMMAND}
   * @param patience after which the process goes on to stop in any case
   */
  public static OrderlyStop of(int priority, Duration patience, Request request) {
    OrderlyStop stop = new OrderlyStop(priority, request);
    RUNNING.add(stop);
    try {
      ShutdownHookManager.get()
          .addShutdownHook(
              stop.hook, priority, patience.plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
    } catch (IllegalStateException e) {
      // The process is stopping already, and nobody would wait.
      processIsAsked = true;
    }
    return stop;
  }

  /**
   * Asks all work of this process to end, and waits for it.
   *
   * @return whether all of it has ended
   */
  static boolean stopAll() {
    processIsAsked = true;
    List<OrderlyStop> all =
        RUNNING.stream()
            .sorted(Comparator.comparingInt((OrderlyStop stop) -> stop.priority).reversed())
            .toList();
    all.forEach(OrderlyStop::stop);
    return all.stream().allMatch(stop -> stop.ended.getCount() == 0);
  }

  private void stop() {
    if (ended.getCount() == 0) {
      return;
    }
    processIsAsked = true;
    try {
      request.stop(time -> ended.await(time.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether all work of this process should come to its end. */
  public static boolean processIsAsked() {
    return processIsAsked;
  }

  /** Tells that the work has ended. */
  @Override
  public void close() {
    ended.countDown();
    RUNNING.remove(this);
    try {
      ShutdownHookManager.get().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is stopping; the hook knows that there is nothing to wait for.
    }
  }
}
