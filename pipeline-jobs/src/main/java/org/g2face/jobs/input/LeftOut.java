package org.g2face.jobs.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.output.StoreKind;

/** The folders that a job writes: where one lies below an input, it is no part of it. */
final class LeftOut {
  private final List<Path> folders = new ArrayList<>();
  private final List<java.nio.file.Path> local = new ArrayList<>();

  LeftOut(Configuration hadoop, List<String> outputs) {
    for (String output : outputs) {
      try {
        Path path = new Path(output);
        FileSystem store = path.getFileSystem(hadoop);
        Path folder = store.makeQualified(path);
        folders.add(folder);
        if (StoreKind.of(store) == StoreKind.LOCAL) {
          local.add(java.nio.file.Path.of(folder.toUri().getPath()).toRealPath());
        }
      } catch (IOException | IllegalArgumentException e) {
        // What is not there yet, or cannot be, is in no input.
      }
    }
  }

  /** Whether something in a store is one of the folders, or below one. */
  boolean contains(Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      if (folders.contains(at)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a folder of this machine is one of the folders.
   *
   * @param real its path without links
   */
  boolean is(java.nio.file.Path real) {
    return local.contains(real);
  }
}
