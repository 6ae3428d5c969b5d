package org.g2face.jobs.output.version;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.output.ExclusiveFile;

/**
 * Keeps a second job from an output.
 *
 * <p>Locks are numbered files, of which the highest counts. A lock is taken over by creating the
 * next number, which only one of many can do; whoever held it before finds out at the next look.
 * The holder touches a file beside its lock. Its age is measured with the store's clock.
 */
final class OutputLock implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LOCK = ".json";
  private static final String ALIVE = ".alive";
  private static final int SIGNS_PER_EXPIRY = 6;

  private final FileSystem store;
  private final Path folder;
  private final int number;
  private final Holder holder;
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread daemon = new Thread(task, "g2face-lock");
            daemon.setDaemon(true);
            return daemon;
          });

  /** Who holds a lock. */
  record Holder(String id, String job, String user, String host, long process, String since) {
    static Holder of(String job) {
      return new Holder(
          UUID.randomUUID().toString(),
          job,
          System.getProperty("user.name"),
          thisHost(),
          ProcessHandle.current().pid(),
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String thisHost() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "an unnamed host";
      }
    }

    @Override
    public String toString() {
      return "g2face %s of %s on %s (process %d, since %s)"
          .formatted(job, user, host, process, since);
    }
  }

  private OutputLock(FileSystem store, Path folder, int number, Holder holder) {
    this.store = store;
    this.folder = folder;
    this.number = number;
    this.holder = holder;
  }

  /**
   * Takes the lock.
   *
   * @param expiry after that long without a sign of life a lock may be taken over
   * @param takeOver whether it is taken over at once
   * @throws UsageException naming the holder, if there is one
   */
  static OutputLock acquire(
      FileSystem store, Path folder, String job, Duration expiry, boolean takeOver)
      throws IOException {
    store.mkdirs(folder);
    int newest = newest(store, folder);
    if (newest > 0 && !takeOver) {
      Duration silent = silence(store, folder, newest);
      if (silent.compareTo(expiry) < 0) {
        throw refused(read(store, folder, newest), silent, expiry);
      }
    }
    Holder holder = Holder.of(job);
    OutputLock lock = new OutputLock(store, folder, newest + 1, holder);
    Path file = lock.file(LOCK);
    if (!ExclusiveFile.create(store, file, JSON.writeValueAsBytes(holder))) {
      throw refused(read(store, folder, newest + 1), Duration.ZERO, expiry);
    }
    long period = Math.max(1, expiry.toMillis() / SIGNS_PER_EXPIRY);
    lock.heart.scheduleAtFixedRate(lock::beat, period, period, TimeUnit.MILLISECONDS);
    return lock;
  }

  private static UsageException refused(Holder holder, Duration silent, Duration expiry) {
    return new UsageException(
        ("the output is being written by %s, whose last sign of life is %d s old; wait for it, or"
                + " if it is dead, take its lock with --take-over; after %d s without a sign that"
                + " is not needed")
            .formatted(holder, silent.toSeconds(), expiry.toSeconds()));
  }

  /**
   * Makes sure that nobody has taken the lock over.
   *
   * @throws JobFailedException naming who has
   */
  void requireHeld() throws IOException {
    if (!held()) {
      int newest = newest(store, folder);
      throw new JobFailedException(
          "the output was taken over by "
              + (newest > 0 ? read(store, folder, newest) : "a job that has ended since"),
          null);
    }
  }

  private boolean held() throws IOException {
    try {
      return newest(store, folder) == number
          && read(store, folder, number).id().equals(holder.id());
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private void beat() {
    try {
      if (held()) {
        store.create(file(ALIVE), true).close();
      }
    } catch (IOException | RuntimeException e) {
      // The next beat may succeed; if none does, the lock expires, as it should.
    }
  }

  /** Gives the lock back, unless somebody else has it. */
  @Override
  public void close() throws IOException {
    heart.shutdownNow();
    try {
      heart.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (held()) {
      store.delete(folder, true);
    }
  }

  private Path file(String kind) {
    return file(folder, number, kind);
  }

  private static Path file(Path folder, int number, String kind) {
    return new Path(folder, "%06d%s".formatted(number, kind));
  }

  /** The highest number of a lock, or 0. */
  private static int newest(FileSystem store, Path folder) throws IOException {
    int newest = 0;
    try {
      for (FileStatus file : store.listStatus(folder)) {
        String name = file.getPath().getName();
        if (name.matches("\\d+" + LOCK)) {
          newest =
              Math.max(newest, Integer.parseInt(name.substring(0, name.length() - LOCK.length())));
        }
      }
    } catch (FileNotFoundException e) {
      return 0;
    }
    return newest;
  }

  private static Holder read(FileSystem store, Path folder, int number) throws IOException {
    try (InputStream stream = store.open(file(folder, number, LOCK))) {
      return JSON.readValue(stream, Holder.class);
    }
  }

  private static Duration silence(FileSystem store, Path folder, int number) throws IOException {
    Path probe = new Path(folder, "clock-" + UUID.randomUUID());
    store.create(probe, true).close();
    try {
      long now = store.getFileStatus(probe).getModificationTime();
      return Duration.ofMillis(now - lastSign(store, folder, number));
    } finally {
      store.delete(probe, false);
    }
  }

  private static long lastSign(FileSystem store, Path folder, int number) throws IOException {
    long taken = store.getFileStatus(file(folder, number, LOCK)).getModificationTime();
    try {
      return Math.max(
          taken, store.getFileStatus(file(folder, number, ALIVE)).getModificationTime());
    } catch (FileNotFoundException e) {
      return taken;
    }
  }
}
