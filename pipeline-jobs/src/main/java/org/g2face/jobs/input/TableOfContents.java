package org.g2face.jobs.input;

import java.io.Closeable;
import java.io.IOException;

/** The files of an archive, one after the other, without their content. */
sealed interface TableOfContents extends Closeable permits ZipContents, TarContents {

  /**
   * A file.
   *
   * @param length bytes of its content, as the archive says
   * @param where it lies
   * @param problem why it cannot be read, or null
   */
  record Item(Member where, long length, String problem) {}

  /**
   * The next file, or null after the last.
   *
   * @throws IOException if the archive is broken here; no more files will come
   */
  Item next() throws IOException;
}
