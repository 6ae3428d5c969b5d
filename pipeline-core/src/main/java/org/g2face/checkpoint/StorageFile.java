package org.g2face.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;

/** The part of a checkpoint that holds numbers. */
interface StorageFile extends Closeable {

  ByteOrder byteOrder();

  /**
   * Opens a storage for reading; only one may be open at a time.
   *
   * @param skip bytes of the storage to leave out at its start
   * @throws CheckpointException if the file has no such storage, or one of another size
   */
  InputStream open(Storage storage, long skip) throws IOException;
}
