package org.g2face.jobs.dataset;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;

/** The entries of one Spark task. */
public final class Pack implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int number;
  private final Slice[] slices;

  Pack(int number, List<Slice> slices) {
    this.number = number;
    this.slices = slices.toArray(Slice[]::new);
  }

  /** Its place among the packs of the dataset, from 0. */
  public int number() {
    return number;
  }

  /** How many entries it holds. */
  public long count() {
    return Arrays.stream(slices).mapToLong(Slice::count).sum();
  }

  /**
   * Reads the entries one at a time, in order.
   *
   * @throws UncheckedIOException while iterating, if the input's listing is gone
   */
  public Slice.Entries open(Configuration hadoop, Limits limits) {
    return new Reader(List.of(slices).iterator(), hadoop, limits);
  }

  /** The ids of the images; ignored files have none. */
  List<String> ids(Configuration hadoop) throws IOException {
    List<String> ids = new ArrayList<>();
    for (Slice slice : slices) {
      ids.addAll(slice.ids(hadoop));
    }
    return ids;
  }

  private static final class Reader implements Slice.Entries {
    private final Iterator<Slice> slices;
    private final Configuration hadoop;
    private final Limits limits;
    private Slice.Entries current;

    private Reader(Iterator<Slice> slices, Configuration hadoop, Limits limits) {
      this.slices = slices;
      this.hadoop = hadoop;
      this.limits = limits;
    }

    @Override
    public boolean hasNext() {
      try {
        while (current == null || !current.hasNext()) {
          close();
          if (!slices.hasNext()) {
            return false;
          }
          current = slices.next().open(hadoop, limits);
        }
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the input's listing", e);
      }
    }

    @Override
    public SourceEntry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return current.next();
    }

    @Override
    public void close() throws IOException {
      if (current != null) {
        current.close();
        current = null;
      }
    }
  }
}
