package org.g2face.train.collective;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Cuts a list into runs of at most some bytes, so that many small tensors travel as a few large
 * ones. A value larger than the limit travels alone.
 */
final class Buckets {
  private Buckets() {}

  static <V> List<List<V>> of(List<V> values, ToLongFunction<V> bytes, long limit) {
    List<List<V>> buckets = new ArrayList<>();
    List<V> open = new ArrayList<>();
    long held = 0;
    for (V value : values) {
      long size = bytes.applyAsLong(value);
      if (!open.isEmpty() && held + size > limit) {
        buckets.add(List.copyOf(open));
        open.clear();
        held = 0;
      }
      open.add(value);
      held += size;
    }
    if (!open.isEmpty()) {
      buckets.add(List.copyOf(open));
    }
    return buckets;
  }
}
