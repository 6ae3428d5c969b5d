package org.g2face.network;

import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of feature maps of generator, encoder and discriminator at each resolution.
 *
 * @param byResolution from the side of the feature maps (4, 8, 16, ...) to their number
 */
public record Channels(Map<Integer, Integer> byResolution) {

  public Channels {
    byResolution = Map.copyOf(byResolution);
    byResolution.forEach(
        (side, count) -> {
          if (side < 4 || Integer.bitCount(side) != 1 || count < 1) {
            throw new IllegalArgumentException(
                "a channel table goes from powers of two (4, 8, ...) to positive numbers, but has "
                    + side
                    + ": "
                    + count);
          }
        });
  }

  /** The widths of StyleGAN2 with channel multiplier 2, as in the paper. */
  public static Channels standard() {
    return new Channels(
        Map.of(4, 512, 8, 512, 16, 512, 32, 512, 64, 512, 128, 256, 256, 128, 512, 64, 1024, 32));
  }

  /**
   * The number of feature maps at one resolution.
   *
   * @throws IllegalArgumentException if the table does not have it
   */
  public int of(int resolution) {
    Integer count = byResolution.get(resolution);
    if (count == null) {
      throw new IllegalArgumentException(
          "the channel table has no entry for resolution "
              + resolution
              + ": "
              + new TreeMap<>(byResolution));
    }
    return count;
  }

  /** The table must reach from 4 to the given size. */
  void requireUpTo(int size) {
    Resolution.upTo(size).forEach(this::of);
  }
}
