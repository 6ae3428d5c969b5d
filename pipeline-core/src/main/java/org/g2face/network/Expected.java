package org.g2face.network;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.g2face.ops.Ops;

/** Names, in a network's own words, an input that does not fit it. */
final class Expected {
  private Expected() {}

  /**
   * @param extents what must follow the batch
   */
  static <T> void shape(Ops<T> ops, String what, T x, long... extents) {
    long[] shape = ops.shape(x);
    if (shape.length != extents.length + 1
        || !Arrays.equals(shape, 1, shape.length, extents, 0, extents.length)) {
      String wanted =
          LongStream.of(extents).mapToObj(Long::toString).collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          what + " of shape " + Arrays.toString(shape) + " where [batch, " + wanted + "] fits");
    }
  }

  static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be at least 1, not " + value);
    }
  }
}
