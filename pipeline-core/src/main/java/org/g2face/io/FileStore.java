package org.g2face.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A flat place for files, such as a folder of a local disk, of HDFS or of an object store.
 *
 * <p>{@link Object#toString} names the place in a form that a person can look up.
 */
public interface FileStore {

  /**
   * A file opened for reading from its start.
   *
   * @param name for messages
   * @param stream the content
   * @param length in bytes, as the storage states it
   */
  record OpenFile(String name, InputStream stream, long length) implements Closeable {

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }

  boolean has(String name) throws IOException;

  /**
   * Opens a file for reading.
   *
   * @param name a plain file name, without a path
   * @throws java.io.FileNotFoundException or {@link java.nio.file.NoSuchFileException} if there is
   *     none
   */
  OpenFile open(String name) throws IOException;

  /** Creates a file, or replaces it; the folder itself is created where needed. */
  OutputStream create(String name) throws IOException;

  /**
   * Replaces a file, or creates it: whoever reads meanwhile, and whoever is left after a crash, has
   * the old content or the new one.
   */
  void replace(String name, byte[] content) throws IOException;
}
