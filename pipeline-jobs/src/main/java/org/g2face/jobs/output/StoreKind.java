package org.g2face.jobs.output;

import java.util.Set;
import org.apache.hadoop.fs.FileSystem;

/** The guarantees of a store, told by the scheme of its URIs. */
public enum StoreKind {
  /** Disks of this machine, and what is mounted like one. Renaming a folder is atomic. */
  LOCAL,
  /** Renaming a file or a folder is atomic, and fails if the new name is taken. */
  RENAMING,
  /** Folders are only prefixes of names; renaming one copies file by file. */
  OBJECTS;

  private static final Set<String> RENAMES =
      Set.of("hdfs", "viewfs", "webhdfs", "swebhdfs", "ofs", "abfs", "abfss");

  /** The kind of a store; one that is not known is taken for an object store. */
  public static StoreKind of(FileSystem store) {
    String scheme = store.getUri().getScheme();
    if ("file".equals(scheme)) {
      return LOCAL;
    }
    return RENAMES.contains(scheme) ? RENAMING : OBJECTS;
  }

  /** Whether a folder can be renamed at once. */
  public boolean renamesFolders() {
    return this != OBJECTS;
  }
}
