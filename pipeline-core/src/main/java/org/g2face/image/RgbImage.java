package org.g2face.image;

import java.util.Arrays;

/**
 * An immutable picture of 8-bit red, green and blue levels in sRGB, and nothing else.
 *
 * <p>Having no place for metadata, it cannot carry any of a photograph's into an output.
 */
public final class RgbImage {
  /** Red, green and blue. */
  public static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final byte[] levels;

  private RgbImage(int width, int height, byte[] levels) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no picture is " + width + " x " + height + " pixels");
    }
    if (levels.length != (long) width * height * CHANNELS) {
      throw new IllegalArgumentException(
          levels.length + " levels do not fill " + width + " x " + height + " RGB pixels");
    }
    this.width = width;
    this.height = height;
    this.levels = levels;
  }

  /**
   * @param levels red, green, blue of each pixel, row by row from the top left; copied
   * @throws IllegalArgumentException if there are not exactly {@code 3 * width * height} of them
   */
  public static RgbImage of(int width, int height, byte[] levels) {
    return new RgbImage(width, height, levels.clone());
  }

  /** Takes over an array that nobody writes to any more. */
  static RgbImage wrap(int width, int height, byte[] levels) {
    return new RgbImage(width, height, levels);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /**
   * @param channel 0 for red, 1 for green, 2 for blue
   * @return the level, 0 to 255
   * @throws IndexOutOfBoundsException outside the picture
   */
  public int level(int x, int y, int channel) {
    if (x < 0 || x >= width || y < 0 || y >= height || channel < 0 || channel >= CHANNELS) {
      throw new IndexOutOfBoundsException(
          "no level (" + x + ", " + y + ", " + channel + ") in " + this);
    }
    return levels[(y * width + x) * CHANNELS + channel] & 0xff;
  }

  /** A copy of the levels in the order of {@link #of}. */
  public byte[] toBytes() {
    return levels.clone();
  }

  /** The levels themselves; for reading only. */
  byte[] levels() {
    return levels;
  }

  /**
   * The rectangle whose top left pixel is ({@code left}, {@code top}).
   *
   * @throws IndexOutOfBoundsException if it is not wholly inside the picture
   */
  public RgbImage crop(int left, int top, int cropWidth, int cropHeight) {
    if (left < 0 || top < 0 || cropWidth > width - left || cropHeight > height - top) {
      throw new IndexOutOfBoundsException(
          "the rectangle %d x %d at (%d, %d) is not inside %s"
              .formatted(cropWidth, cropHeight, left, top, this));
    }
    byte[] cropped = new byte[Math.multiplyExact(cropWidth * CHANNELS, cropHeight)];
    for (int y = 0; y < cropHeight; y++) {
      System.arraycopy(
          levels,
          ((top + y) * width + left) * CHANNELS,
          cropped,
          y * cropWidth * CHANNELS,
          cropWidth * CHANNELS);
    }
    return wrap(cropWidth, cropHeight, cropped);
  }

  /**
   * The picture at another size, bilinear and antialiased: when shrinking, every source pixel under
   * the widened triangle counts, so that nothing aliases. Each axis is scaled on its own; a picture
   * of other proportions is stretched.
   */
  public RgbImage resize(int newWidth, int newHeight) {
    if (newWidth == width && newHeight == height) {
      return this;
    }
    return Resampling.resize(this, newWidth, newHeight);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RgbImage that
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
    return "RgbImage[" + width + " x " + height + "]";
  }
}
