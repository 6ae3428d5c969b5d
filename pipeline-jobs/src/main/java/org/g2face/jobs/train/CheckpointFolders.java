package org.g2face.jobs.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.io.FileStore;
import org.g2face.jobs.io.HadoopFileStore;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.train.CheckpointStore;

/**
 * Checkpoints below a folder of any Hadoop file system, each in a folder named after its step.
 *
 * <p>A checkpoint is written under a temporary name and then renamed. On object stores, where
 * renaming a folder copies file by file, it counts once the file {@value #COMPLETE} is there, which
 * is written last.
 */
final class CheckpointFolders implements CheckpointStore {
  /** Says that a checkpoint is whole. */
  static final String COMPLETE = "complete";

  private static final String PREFIX = "step-";

  private final FileSystem store;
  private final Path root;
  private final Configuration hadoop;
  private final CheckpointRetention keep;
  private final OptionalLong start;

  private CheckpointFolders(
      FileSystem store,
      Path root,
      Configuration hadoop,
      CheckpointRetention keep,
      OptionalLong start) {
    this.store = store;
    this.root = root;
    this.hadoop = hadoop;
    this.keep = keep;
    this.start = start;
  }

  /** The checkpoints below a folder, which need not exist yet. */
  static CheckpointFolders of(String folder, Configuration hadoop, CheckpointRetention keep)
      throws IOException {
    Path path = new Path(folder);
    FileSystem store = HadoopFileSystems.of(path, hadoop);
    return new CheckpointFolders(
        store, store.makeQualified(path), hadoop, keep, OptionalLong.empty());
  }

  /**
   * The same place, where {@link #latest} is the checkpoint of a given step: ranks that look by
   * themselves might find different ones.
   *
   * @param step negative for none
   */
  CheckpointFolders startingAt(long step) {
    return new CheckpointFolders(store, root, hadoop, keep, OptionalLong.of(step));
  }

  /** The step of the newest complete checkpoint, or -1. */
  long latestStep() throws IOException {
    List<Long> steps = steps();
    return steps.isEmpty() ? -1 : steps.get(steps.size() - 1);
  }

  @Override
  public Optional<FileStore> latest() throws IOException {
    long step = start.isPresent() ? start.getAsLong() : latestStep();
    return step < 0 ? Optional.empty() : Optional.of(folder(path(step)));
  }

  @Override
  public String save(long step, Content content) throws IOException {
    Path target = path(step);
    Path temporary = new Path(root, "." + target.getName() + "-" + UUID.randomUUID());
    try {
      content.write(folder(temporary));
      store.create(new Path(temporary, COMPLETE), true).close();
      if (store.exists(target) && !complete(target)) {
        store.delete(target, true);
      }
      // An earlier attempt at this step may have come so far; its checkpoint is the same.
      if (!store.exists(target) && !store.rename(temporary, target)) {
        throw new IOException("cannot rename " + temporary + " to " + target);
      }
    } finally {
      store.delete(temporary, true);
    }
    prune();
    return target.toString();
  }

  /** Removes what need not be kept, and what attempts that were killed left behind. */
  private void prune() throws IOException {
    List<Long> steps = steps();
    for (long step : keep.superfluous(steps)) {
      store.delete(path(step), true);
    }
    for (FileStatus status : store.listStatus(root)) {
      if (status.getPath().getName().startsWith("." + PREFIX)) {
        store.delete(status.getPath(), true);
      }
    }
  }

  private List<Long> steps() throws IOException {
    FileStatus[] found;
    try {
      found = store.listStatus(root);
    } catch (FileNotFoundException e) {
      return List.of();
    }
    List<Long> steps =
        Arrays.stream(found)
            .map(status -> status.getPath().getName())
            .filter(name -> name.matches(PREFIX + "\\d+"))
            .map(name -> Long.parseLong(name.substring(PREFIX.length())))
            .sorted(Comparator.naturalOrder())
            .toList();
    return complete(steps);
  }

  private List<Long> complete(List<Long> steps) throws IOException {
    List<Long> complete = new ArrayList<>();
    for (long step : steps) {
      if (complete(path(step))) {
        complete.add(step);
      }
    }
    return complete;
  }

  private boolean complete(Path checkpoint) throws IOException {
    return store.exists(new Path(checkpoint, COMPLETE));
  }

  private Path path(long step) {
    return new Path(root, PREFIX + "%09d".formatted(step));
  }

  private FileStore folder(Path path) {
    return HadoopFileStore.of(path.toString(), hadoop);
  }
}
