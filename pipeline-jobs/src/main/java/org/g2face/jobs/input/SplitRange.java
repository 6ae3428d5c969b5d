package org.g2face.jobs.input;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** A run of entries that a task reads from one place. */
public sealed interface SplitRange extends Serializable permits FileRange, RowGroupRange {
  /** How many entries it holds; reading it gives exactly as many. */
  long count();

  /** Bytes of its encoded images. */
  long bytes();

  /** This slice and the given one as one, if that begins where this ends, else null. */
  SplitRange join(SplitRange next);

  /**
   * Starts reading.
   *
   * @throws IOException if the list of the entries cannot be read; an entry that cannot be read is
   *     no error but {@link SourceEntry.Unreadable}
   */
  Entries open(Configuration hadoop, Limits limits) throws IOException;

  /**
   * The ids of the images, as {@link #open} will give them, without reading an image. Ignored files
   * have none.
   *
   * @throws IOException if the list of the entries cannot be read
   */
  List<String> ids(Configuration hadoop) throws IOException;

  /** Entries that hold a file open until closed. */
  interface Entries extends Iterator<SourceEntry>, Closeable {}
}
