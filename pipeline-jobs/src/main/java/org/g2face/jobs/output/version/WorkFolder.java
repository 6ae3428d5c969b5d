package org.g2face.jobs.output.version;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder in which runs of one plan go on from each other.
 *
 * @param uri where it is
 */
public record WorkFolder(String uri) implements Serializable {
  WorkFolder(Path path) {
    this(path.toUri().toString());
  }

  /** Where attempts write, each in a folder of its own. */
  public Path attempts() {
    return new Path(path(), "attempts");
  }

  /** Records of finished packs. */
  public Path packs() {
    return new Path(path(), "packs");
  }

  /** Where the files that count are gathered, as the dataset will hold them. */
  public Path data() {
    return OutputPaths.data(path());
  }

  void create(FileSystem store) throws IOException {
    store.mkdirs(attempts());
    store.mkdirs(packs());
    store.mkdirs(data());
  }

  boolean isEmpty(FileSystem store) throws IOException {
    return !store.exists(packs()) || store.listStatus(packs()).length == 0;
  }

  private Path path() {
    return new Path(URI.create(uri));
  }
}
