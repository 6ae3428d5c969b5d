package org.g2face.jobs.input;

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
public final class InputSplit implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int number;
  private final SplitRange[] slices;

  InputSplit(int number, List<SplitRange> slices) {
    this.number = number;
    this.slices = slices.toArray(SplitRange[]::new);
  }

  /** Its place among the packs of the dataset, from 0. */
  public int number() {
    return number;
  }

  /** How many entries it holds. */
  public long count() {
    return Arrays.stream(slices).mapToLong(SplitRange::count).sum();
  }

  /**
   * Reads the entries one at a time, in order.
   *
   * @throws UncheckedIOException while iterating, if the input's listing is gone
   */
  public SplitRange.Entries open(Configuration hadoop, Limits limits) {
    return new Reader(List.of(slices).iterator(), hadoop, limits);
  }

  /** The ids of the images; ignored files have none. */
  List<String> ids(Configuration hadoop) throws IOException {
    List<String> ids = new ArrayList<>();
    for (SplitRange slice : slices) {
      ids.addAll(slice.ids(hadoop));
    }
    return ids;
  }

  private static final class Reader implements SplitRange.Entries {
    private final Iterator<SplitRange> slices;
    private final Configuration hadoop;
    private final Limits limits;
    private SplitRange.Entries current;

    private Reader(Iterator<SplitRange> slices, Configuration hadoop, Limits limits) {
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
