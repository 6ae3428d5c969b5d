package org.g2face.jobs.output;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileSystems;

/**
 * An output that becomes visible at once or not at all.
 *
 * <p>It is written to {@code .NAME.staging-ID} beside the output and renamed at the end. Renaming a
 * folder is atomic on local disks, HDFS and stores with a hierarchical namespace. On plain object
 * stores such as S3 it copies file by file, and a reader may see part of the output while that
 * lasts: write to one of the former and copy, or let readers wait for the job's end.
 */
public final class StagedOutput implements AutoCloseable {
  private final FileSystem store;
  private final Path target;
  private final Path staging;
  private final boolean overwrite;
  private final Thread onExit = new Thread(this::discard, "g2face-staging");
  private boolean done;

  private StagedOutput(FileSystem store, Path target, boolean overwrite) {
    this.store = store;
    this.target = target;
    this.staging =
        new Path(target.getParent(), "." + target.getName() + ".staging-" + UUID.randomUUID());
    this.overwrite = overwrite;
  }

  /**
   * Makes the staging folder. It is removed when this is closed without {@link #publish}, and when
   * the process is asked to stop.
   *
   * @throws UsageException if the output exists and may not be replaced, or cannot be written
   */
  public static StagedOutput create(String output, Configuration hadoop, boolean overwrite) {
    try {
      Path path = new Path(output);
      FileSystem store = HadoopFileSystems.of(path, hadoop);
      Path target = store.makeQualified(path);
      if (target.getParent() == null) {
        throw new UsageException("the output " + output + " is the root of a store; name a folder");
      }
      StagedOutput staged = new StagedOutput(store, target, overwrite);
      staged.refuseExisting();
      store.mkdirs(staged.staging);
      // After Spark has stopped its tasks, before Hadoop closes its stores.
      ShutdownHookManager.get()
          .addShutdownHook(staged.onExit, FileSystem.SHUTDOWN_HOOK_PRIORITY + 20);
      return staged;
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("cannot write the output " + output + ": " + e.getMessage(), e);
    }
  }

  /** Where everything is written until it is published. */
  public Path staging() {
    return staging;
  }

  /** A folder for what the job itself needs; it does not become part of the dataset. */
  public Path scratch() {
    return new Path(staging, TaskWriter.ATTEMPTS);
  }

  /** Where it will be visible. */
  public Path target() {
    return target;
  }

  /** Moves the files of the tasks that succeeded to where the dataset keeps them. */
  public void adopt(List<TaskOutput> tasks) throws IOException {
    for (int i = 0; i < tasks.size(); i++) {
      String name = "part-%06d.parquet".formatted(i);
      adopt(tasks.get(i).quarantine(), new Path(new Path(staging, DatasetFolder.QUARANTINE), name));
    }
    store.delete(new Path(staging, TaskWriter.ATTEMPTS), true);
  }

  private void adopt(String file, Path path) throws IOException {
    if (file != null) {
      store.mkdirs(path.getParent());
      rename(new Path(URI.create(file)), path);
    }
  }

  /** Writes a small file. */
  public void write(String name, String text) throws IOException {
    try (OutputStream stream = store.create(new Path(staging, name), false)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Makes everything visible.
   *
   * @throws IOException if it cannot; then the output is as it was before
   * @throws UsageException if meanwhile another job published to the same place
   */
  public void publish() throws IOException {
    refuseExisting();
    Path replaced = null;
    if (store.exists(target)) {
      replaced = new Path(target.getParent(), staging.getName().replace("staging", "replaced"));
      rename(target, replaced);
    }
    try {
      rename(staging, target);
    } catch (IOException e) {
      if (replaced != null) {
        rename(replaced, target);
      }
      throw e;
    }
    done = true;
    if (replaced != null) {
      store.delete(replaced, true);
    }
  }

  @Override
  public void close() {
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(onExit);
    }
    discard();
  }

  private void discard() {
    if (done) {
      return;
    }
    try {
      store.delete(staging, true);
    } catch (IOException e) {
      System.err.println(
          "g2face: cannot remove " + staging + ": " + e.getMessage() + "; please remove it");
    }
  }

  private void refuseExisting() throws IOException {
    if (overwrite) {
      return;
    }
    try {
      FileStatus status = store.getFileStatus(target);
      if (status.isFile() || store.listStatus(target).length > 0) {
        throw new UsageException(
            "the output " + target + " exists; name another one, or replace it with --overwrite");
      }
    } catch (FileNotFoundException e) {
      // Nothing in the way.
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!store.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }
}
