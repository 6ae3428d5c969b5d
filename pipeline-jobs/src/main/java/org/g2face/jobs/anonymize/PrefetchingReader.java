package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.g2face.jobs.input.SplitRange;

/**
 * Reads and decodes the next batch on a thread of its own while the networks work on this one.
 *
 * <p>At most two batches of resized faces, and one image at its full size, are in memory.
 */
final class PrefetchingReader implements Iterator<List<Item>>, AutoCloseable {
  /** A batch ends early when so many entries per face were refused. */
  private static final int REFUSED_PER_FACE = 16;

  private final SplitRange.Entries entries;
  private final FaceReader reader;
  private final int batchSize;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "g2face-read-ahead");
            daemon.setDaemon(true);
            return daemon;
          });
  private Future<List<Item>> next;
  private volatile boolean stopped;

  PrefetchingReader(SplitRange.Entries entries, FaceReader reader, int batchSize) {
    this.entries = entries;
    this.reader = reader;
    this.batchSize = batchSize;
    this.next = thread.submit(this::readBatch);
  }

  private List<Item> readBatch() {
    List<Item> batch = new ArrayList<>();
    int faces = 0;
    int most = batchSize * REFUSED_PER_FACE;
    while (!stopped && faces < batchSize && batch.size() < most && entries.hasNext()) {
      Item item = reader.read(entries.next());
      faces += item instanceof Item.Ready ? 1 : 0;
      batch.add(item);
    }
    return batch;
  }

  @Override
  public boolean hasNext() {
    return !await().isEmpty();
  }

  @Override
  public List<Item> next() {
    List<Item> batch = await();
    if (batch.isEmpty()) {
      throw new NoSuchElementException();
    }
    next = thread.submit(this::readBatch);
    return batch;
  }

  private List<Item> await() {
    try {
      return next.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while reading images", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("reading images failed", e.getCause());
    }
  }

  /** Waits for the thread to leave the entries, then closes them. */
  @Override
  public void close() throws IOException {
    stopped = true;
    next.cancel(false);
    thread.shutdown();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        thread.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    entries.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
