package org.g2face.jobs.io;

import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.g2face.io.FileStore;
import org.g2face.jobs.UsageException;

/** A folder given by a URI that Hadoop understands, or by a path of the default file system. */
public final class HadoopFileStore implements FileStore {
  private final FileSystem store;
  private final Path folder;

  private HadoopFileStore(FileSystem store, Path folder) {
    this.store = store;
    this.folder = folder;
  }

  /**
   * Finds the store; whether the folder exists is not looked at.
   *
   * @throws UsageException if there is no such store
   */
  public static HadoopFileStore of(String uri, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      FileSystem store = HadoopFileSystems.of(path, hadoop);
      return new HadoopFileStore(store, store.makeQualified(path));
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("cannot open the folder " + uri + ": " + e.getMessage(), e);
    }
  }

  @Override
  public boolean has(String name) throws IOException {
    Path file = file(name);
    return store.exists(file) && store.getFileStatus(file).isFile();
  }

  @Override
  public OpenFile open(String name) throws IOException {
    FileStatus status = store.getFileStatus(file(name));
    return new OpenFile(status.getPath().toString(), store.open(status.getPath()), status.getLen());
  }

  @Override
  public OutputStream create(String name) throws IOException {
    return store.create(file(name), true);
  }

  @Override
  public void replace(String name, byte[] content) throws IOException {
    Path written = new Path(folder, "." + name + "." + UUID.randomUUID());
    try {
      try (OutputStream out = store.create(written, false)) {
        out.write(content);
      }
      FileContext.getFileContext(store.getUri(), store.getConf())
          .rename(written, file(name), Options.Rename.OVERWRITE);
    } finally {
      store.delete(written, false);
    }
  }

  /** A name from a file must not lead out of the folder. */
  private Path file(String name) {
    if (name.isEmpty() || name.contains("/") || name.contains("\\") || name.matches("\\.+")) {
      throw new IllegalArgumentException("'" + name + "' is not a plain file name");
    }
    return new Path(folder, name);
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
