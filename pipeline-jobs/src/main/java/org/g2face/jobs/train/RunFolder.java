package org.g2face.jobs.train;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileSystems;

/**
 * The folder of a training: {@code starts/}, with a file for each time that it was started or went
 * on, {@code checkpoints/}, {@code events/} for TensorBoard, {@code samples/} with pictures, and at
 * the end {@code model/}.
 */
record RunFolder(FileSystem store, Path path) {

  static RunFolder of(String uri, Configuration hadoop) throws IOException {
    Path path = new Path(uri);
    FileSystem store = HadoopFileSystems.of(path, hadoop);
    return new RunFolder(store, store.makeQualified(path));
  }

  Path starts() {
    return new Path(path, "starts");
  }

  Path checkpoints() {
    return new Path(path, "checkpoints");
  }

  Path events() {
    return new Path(path, "events");
  }

  Path samples() {
    return new Path(path, "samples");
  }

  Path model() {
    return new Path(path, "model");
  }

  /**
   * @throws UsageException if the folder holds something else than a training
   */
  void requireOwn() throws IOException {
    if (store.exists(path)
        && !store.exists(starts())
        && (store.getFileStatus(path).isFile() || store.listStatus(path).length > 0)) {
      throw new UsageException(path + " holds something else than a training; name another output");
    }
  }

  void write(Path file, byte[] content) throws IOException {
    store.mkdirs(file.getParent());
    try (OutputStream stream = store.create(file, true)) {
      stream.write(content);
    }
  }

  void write(Path file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
