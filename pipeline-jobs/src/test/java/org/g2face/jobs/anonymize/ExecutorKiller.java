package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Kills processes that work, at random, with SIGKILL. */
final class ExecutorKiller implements AutoCloseable {
  private final Path working;
  private final int most;
  private final int longestWait;
  private final Random random = new Random(5);
  private final Thread thread = new Thread(this::run, "killer");
  private final AtomicInteger killed = new AtomicInteger();

  /**
   * @param working holds a file for each process that has begun to work, named by its number
   * @param most after so many it rests
   * @param longestWait the most milliseconds between two
   */
  ExecutorKiller(Path working, int most, int longestWait) {
    this.working = working;
    this.most = most;
    this.longestWait = longestWait;
    thread.setDaemon(true);
    thread.start();
  }

  int killed() {
    return killed.get();
  }

  private void run() {
    try {
      while (killed.get() < most) {
        Thread.sleep(1 + random.nextInt(longestWait));
        List<ProcessHandle> alive = alive();
        if (!alive.isEmpty() && alive.get(random.nextInt(alive.size())).destroyForcibly()) {
          killed.incrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<ProcessHandle> alive() throws IOException {
    try (Stream<Path> files = Files.list(working)) {
      return files
          .flatMap(file -> ProcessHandle.of(Long.parseLong(file.getFileName().toString())).stream())
          .filter(ProcessHandle::isAlive)
          .filter(process -> process.pid() != ProcessHandle.current().pid())
          .toList();
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
