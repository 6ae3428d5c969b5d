package org.g2face.jobs.input;

import java.util.ArrayList;
import java.util.List;

/**
 * Fills tasks with slices, one after the other, up to a count and a size, but so that a small
 * dataset keeps many cores busy too. How it is cut does not depend on the cores that there are: a
 * rerun on another cluster writes the same files.
 */
final class SplitPlanner {
  /** Slices are no longer than this, so that they can be dealt out evenly. */
  static final int SLICE = 16;

  /** A dataset that would fill fewer tasks is cut into about so many. */
  private static final int FEW_TASKS = 64;

  private final long mostImages;
  private final long mostBytes;
  private final List<InputSplit> packs = new ArrayList<>();
  private final List<SplitRange> open = new ArrayList<>();
  private long count;
  private long bytes;

  private SplitPlanner(long mostImages, long mostBytes) {
    this.mostImages = mostImages;
    this.mostBytes = mostBytes;
  }

  static List<InputSplit> pack(List<SplitRange> slices, InputOptions options) {
    long images = slices.stream().mapToLong(SplitRange::count).sum();
    long even = Math.max(SLICE, images / FEW_TASKS + 1);
    SplitPlanner packing =
        new SplitPlanner(Math.min(options.imagesPerTask(), even), options.bytesPerTask());
    slices.forEach(packing::add);
    packing.close();
    return List.copyOf(packing.packs);
  }

  private void add(SplitRange slice) {
    if (count + slice.count() > mostImages || bytes + slice.bytes() > mostBytes) {
      close();
    }
    count += slice.count();
    bytes += slice.bytes();
    int last = open.size() - 1;
    SplitRange joined = open.isEmpty() ? null : open.get(last).join(slice);
    if (joined == null) {
      open.add(slice);
    } else {
      open.set(last, joined);
    }
  }

  private void close() {
    if (!open.isEmpty()) {
      packs.add(new InputSplit(packs.size(), open));
      open.clear();
      count = 0;
      bytes = 0;
    }
  }
}
