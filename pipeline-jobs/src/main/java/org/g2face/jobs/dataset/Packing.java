package org.g2face.jobs.dataset;

import java.util.ArrayList;
import java.util.List;

/** Fills tasks one after the other, up to a count and a size. */
final class Packing {
  private final InputOptions options;
  private final List<Pack> packs = new ArrayList<>();
  private final List<Slice> open = new ArrayList<>();
  private long count;
  private long bytes;

  Packing(InputOptions options) {
    this.options = options;
  }

  void add(Slice slice) {
    if (!open.isEmpty() && !hasRoom(count, bytes, slice.count(), slice.bytes())) {
      close();
    }
    open.add(slice);
    count += slice.count();
    bytes += slice.bytes();
  }

  /** Whether a task that holds so much may take so much more. */
  boolean hasRoom(long count, long bytes, long moreCount, long moreBytes) {
    return count + moreCount <= options.imagesPerTask()
        && bytes + moreBytes <= options.bytesPerTask();
  }

  List<Pack> packs() {
    close();
    return List.copyOf(packs);
  }

  private void close() {
    if (!open.isEmpty()) {
      packs.add(new Pack(open));
      open.clear();
      count = 0;
      bytes = 0;
    }
  }
}
