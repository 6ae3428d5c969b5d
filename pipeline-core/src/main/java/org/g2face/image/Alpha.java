package org.g2face.image;

import java.util.Arrays;

/** The alpha channel of a picture: 0 for not at all, 255 for wholly. Immutable. */
public final class Alpha {
  private static final int OPAQUE = 255;

  private final int width;
  private final int height;
  private final byte[] levels;

  Alpha(int width, int height, byte[] levels) {
    this.width = width;
    this.height = height;
    this.levels = levels;
  }

  /**
   * @param levels row by row from the top left; copied
   */
  public static Alpha of(int width, int height, byte[] levels) {
    if (levels.length != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          levels.length + " levels do not fill " + width + " x " + height + " pixels");
    }
    return new Alpha(width, height, levels.clone());
  }

  /** The level of a pixel, 0 to 255. */
  public int level(int x, int y) {
    return levels[y * width + x] & 0xff;
  }

  boolean isOpaque() {
    for (byte level : levels) {
      if (level != (byte) OPAQUE) {
        return false;
      }
    }
    return true;
  }

  byte[] levels() {
    return levels;
  }

  /** Turned like the picture that it belongs to. */
  Alpha upright(Orientation orientation) {
    if (orientation == Orientation.NONE) {
      return this;
    }
    byte[] tripled = new byte[Planes.count(width, height)];
    for (int i = 0; i < tripled.length; i++) {
      tripled[i] = levels[i / RgbImage.CHANNELS];
    }
    RgbImage turned = orientation.apply(RgbImage.wrap(width, height, tripled));
    byte[] upright = new byte[levels.length];
    for (int i = 0; i < upright.length; i++) {
      upright[i] = turned.levels()[i * RgbImage.CHANNELS];
    }
    return new Alpha(turned.width(), turned.height(), upright);
  }

  /** A picture as it is seen before white. */
  public RgbImage overWhite(RgbImage colours) {
    if (colours.width() != width || colours.height() != height) {
      throw new IllegalArgumentException("the transparency is that of another picture");
    }
    byte[] shown = new byte[colours.levels().length];
    for (int i = 0; i < shown.length; i++) {
      int alpha = levels[i / RgbImage.CHANNELS] & 0xff;
      int level = colours.levels()[i] & 0xff;
      shown[i] = (byte) ((level * alpha + OPAQUE * (OPAQUE - alpha) + OPAQUE / 2) / OPAQUE);
    }
    return RgbImage.wrap(width, height, shown);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Alpha that
        && width == that.width
        && height == that.height
        && Arrays.equals(levels, that.levels);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + height) + Arrays.hashCode(levels);
  }

  @Override
  public String toString() {
    return "Alpha[" + width + " x " + height + "]";
  }
}
