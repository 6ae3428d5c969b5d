package org.g2face.image;

/**
 * A part of a picture, turned, scaled and moved, without aliasing.
 *
 * <p>Where the part shrinks, each new pixel is the mean over its whole area; where it grows, it is
 * interpolated bilinearly. Memory is that of the result alone. The same numbers come out on every
 * machine.
 */
public final class Warp {
  /** With so many samples along a side, each may be a whole pixel of the source. */
  private static final int FINE = 4;

  private Warp() {}

  /** What lies outside of a picture. */
  public enum Border {
    /** Level 0. */
    BLACK,
    /** The picture, mirrored at its edges as often as needed. */
    REFLECTED
  }

  /**
   * @param toSource from the new picture's coordinates to the source's
   * @return [3, height, width]: red, green and blue, row by row, 0 to 255, not rounded
   */
  public static float[] planes(
      RgbImage source, AffineMap toSource, int width, int height, Border border) {
    float[] planes = new float[Planes.count(width, height)];
    int area = width * height;
    int samples = Math.max(1, (int) Math.ceil(toSource.scale() - 1e-9));
    Sampler sampler = new Sampler(source, border);
    double share = 1.0 / samples;
    double weight = share * share;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        sampler.reset();
        for (int j = 0; j < samples; j++) {
          double ty = y + (j + 0.5) * share;
          for (int i = 0; i < samples; i++) {
            double tx = x + (i + 0.5) * share;
            if (samples < FINE) {
              sampler.add(toSource.x(tx, ty), toSource.y(tx, ty));
            } else {
              sampler.addNearest(toSource.x(tx, ty), toSource.y(tx, ty));
            }
          }
        }
        int at = y * width + x;
        planes[at] = (float) (sampler.red * weight);
        planes[area + at] = (float) (sampler.green * weight);
        planes[2 * area + at] = (float) (sampler.blue * weight);
      }
    }
    return planes;
  }

  /** The same, rounded to levels. */
  public static RgbImage image(
      RgbImage source, AffineMap toSource, int width, int height, Border border) {
    float[] planes = planes(source, toSource, width, height, border);
    int area = width * height;
    byte[] levels = new byte[planes.length];
    for (int i = 0; i < area; i++) {
      for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
        levels[i * RgbImage.CHANNELS + channel] = (byte) (int) (planes[channel * area + i] + 0.5f);
      }
    }
    return RgbImage.wrap(width, height, levels);
  }

  /** The picture in the middle of a larger one, mirrored in the margin around it. */
  public static RgbImage widened(RgbImage source, int margin) {
    int width = source.width() + 2 * margin;
    int height = source.height() + 2 * margin;
    byte[] levels = new byte[Planes.count(width, height)];
    byte[] from = source.levels();
    int at = 0;
    for (int y = 0; y < height; y++) {
      int row = reflected(y - margin, source.height()) * source.width();
      for (int x = 0; x < width; x++) {
        int pixel = RgbImage.CHANNELS * (row + reflected(x - margin, source.width()));
        levels[at++] = from[pixel];
        levels[at++] = from[pixel + 1];
        levels[at++] = from[pixel + 2];
      }
    }
    return RgbImage.wrap(width, height, levels);
  }

  /** Adds up bilinear samples of a picture. */
  private static final class Sampler {
    private final byte[] levels;
    private final int width;
    private final int height;
    private final Border border;
    private double red;
    private double green;
    private double blue;

    Sampler(RgbImage source, Border border) {
      this.levels = source.levels();
      this.width = source.width();
      this.height = source.height();
      this.border = border;
    }

    void reset() {
      red = 0;
      green = 0;
      blue = 0;
    }

    void add(double x, double y) {
      double left = Math.floor(x - 0.5);
      double top = Math.floor(y - 0.5);
      double right = x - 0.5 - left;
      double bottom = y - 0.5 - top;
      int column = (int) left;
      int row = (int) top;
      addPixel(column, row, (1 - right) * (1 - bottom));
      addPixel(column + 1, row, right * (1 - bottom));
      addPixel(column, row + 1, (1 - right) * bottom);
      addPixel(column + 1, row + 1, right * bottom);
    }

    void addNearest(double x, double y) {
      addPixel((int) Math.floor(x), (int) Math.floor(y), 1);
    }

    private void addPixel(int x, int y, double weight) {
      int column = x;
      int row = y;
      if (x < 0 || x >= width || y < 0 || y >= height) {
        if (border == Border.BLACK) {
          return;
        }
        column = reflected(x, width);
        row = reflected(y, height);
      }
      int at = (row * width + column) * RgbImage.CHANNELS;
      red += weight * (levels[at] & 0xff);
      green += weight * (levels[at + 1] & 0xff);
      blue += weight * (levels[at + 2] & 0xff);
    }
  }

  /** c b a | a b c | c b a: the place inside of the picture that a place outside shows. */
  static int reflected(int place, int extent) {
    int turn = Math.floorMod(place, 2 * extent);
    return turn < extent ? turn : 2 * extent - 1 - turn;
  }
}
