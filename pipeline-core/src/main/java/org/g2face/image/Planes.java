package org.g2face.image;

import java.nio.FloatBuffer;
import java.util.Optional;

/**
 * The networks' form of a picture: three planes, red, green, blue, row by row, in [-1, 1].
 *
 * <p>A batch in NCHW order is one such picture after the other; {@code at} is where a picture
 * starts, so that pictures are written straight into the buffer that an engine reads.
 */
public final class Planes {
  private static final float HALF_RANGE = 127.5f;
  private static final float[] VALUES = new float[256];

  static {
    for (int level = 0; level < VALUES.length; level++) {
      VALUES[level] = level / HALF_RANGE - 1;
    }
  }

  private Planes() {}

  /** How many values a picture of this size takes. */
  public static int count(int width, int height) {
    return Math.multiplyExact(Math.multiplyExact(width, height), RgbImage.CHANNELS);
  }

  /**
   * Writes {@code level / 127.5 - 1} for each level.
   *
   * @param at index of the picture's first value; the buffer's own position is neither used nor
   *     moved
   */
  public static void write(RgbImage image, FloatBuffer planes, int at) {
    byte[] levels = image.levels();
    int area = image.width() * image.height();
    float[] row = new float[image.width()];
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      int source = channel;
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < row.length; x++, source += RgbImage.CHANNELS) {
          row[x] = VALUES[levels[source] & 0xff];
        }
        planes.put(at + channel * area + y * row.length, row);
      }
    }
  }

  /**
   * Rounds {@code (value + 1) * 127.5} to the nearest level, halves upwards, after limiting the
   * value to [-1, 1].
   *
   * @return empty if any of the values is NaN or infinite: what a network then drew is no picture
   */
  public static Optional<RgbImage> read(FloatBuffer planes, int at, int width, int height) {
    byte[] levels = new byte[count(width, height)];
    int area = width * height;
    float[] row = new float[width];
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      int target = channel;
      for (int y = 0; y < height; y++) {
        planes.get(at + channel * area + y * width, row);
        for (float value : row) {
          if (!Float.isFinite(value)) {
            return Optional.empty();
          }
          float limited = Math.max(-1, Math.min(1, value));
          levels[target] = (byte) (int) ((limited + 1) * HALF_RANGE + 0.5f);
          target += RgbImage.CHANNELS;
        }
      }
    }
    return Optional.of(RgbImage.wrap(width, height, levels));
  }
}
