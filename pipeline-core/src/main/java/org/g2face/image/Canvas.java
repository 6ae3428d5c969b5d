package org.g2face.image;

/**
 * A copy of a picture on which patches are painted. Pixels that no patch covers keep their levels.
 *
 * <p>A picture without colour stays without: patches are painted on it in their luminance.
 */
public final class Canvas {
  private final int width;
  private final int height;
  private final byte[] levels;
  private final boolean grey;

  public Canvas(RgbImage picture) {
    this.width = picture.width();
    this.height = picture.height();
    this.levels = picture.levels().clone();
    this.grey = isGrey(levels);
  }

  private static boolean isGrey(byte[] levels) {
    for (int i = 0; i < levels.length; i += RgbImage.CHANNELS) {
      if (levels[i] != levels[i + 1] || levels[i] != levels[i + 2]) {
        return false;
      }
    }
    return true;
  }

  /** The canvas as it is now; it is not copied, so it changes when something is painted. */
  public RgbImage view() {
    return RgbImage.wrap(width, height, levels);
  }

  /**
   * Paints a square patch.
   *
   * @param mask how much of the patch is seen; where it is 0 the canvas stays as it is
   * @param place from the unit square, which stands for the patch, to the canvas's pixels
   */
  public void paint(RgbImage patch, Mask mask, AffineMap place) {
    int side = Math.min(patch.width(), Math.max(1, (int) Math.ceil(place.scale() - 1e-9)));
    RgbImage fitting = patch.resize(side, side);
    AffineMap inverse = place.inverse();
    int left = bound(Math.floor(least(place.xx(), place.xy()) + place.x0()), width);
    int right = bound(Math.ceil(most(place.xx(), place.xy()) + place.x0()), width);
    int top = bound(Math.floor(least(place.yx(), place.yy()) + place.y0()), height);
    int bottom = bound(Math.ceil(most(place.yx(), place.yy()) + place.y0()), height);
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        double u = inverse.x(x + 0.5, y + 0.5);
        double v = inverse.y(x + 0.5, y + 0.5);
        double weight = u < 0 || v < 0 || u > 1 || v > 1 ? 0 : mask.at(u, v);
        if (weight > 0) {
          blend(
              (y * width + x) * RgbImage.CHANNELS, fitting, u * side - 0.5, v * side - 0.5, weight);
        }
      }
    }
  }

  private void blend(int at, RgbImage patch, double x, double y, double weight) {
    double red = sample(patch, x, y, 0);
    double green = sample(patch, x, y, 1);
    double blue = sample(patch, x, y, 2);
    if (grey) {
      double luminance = 0.299 * red + 0.587 * green + 0.114 * blue;
      red = luminance;
      green = luminance;
      blue = luminance;
    }
    set(at, red, weight);
    set(at + 1, green, weight);
    set(at + 2, blue, weight);
  }

  private void set(int at, double level, double weight) {
    double mixed = weight * level + (1 - weight) * (levels[at] & 0xff);
    levels[at] = (byte) (int) (Math.min(255, Math.max(0, mixed)) + 0.5);
  }

  /** Bilinear, the patch's edge going on beyond it. */
  private static double sample(RgbImage patch, double x, double y, int channel) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double bottom = y - top;
    int last = patch.width() - 1;
    int x0 = Math.min(last, Math.max(0, left));
    int x1 = Math.min(last, Math.max(0, left + 1));
    int y0 = Math.min(last, Math.max(0, top));
    int y1 = Math.min(last, Math.max(0, top + 1));
    int above = y0 * patch.width();
    int below = y1 * patch.width();
    byte[] from = patch.levels();
    return (1 - bottom)
            * ((1 - right) * level(from, above + x0, channel)
                + right * level(from, above + x1, channel))
        + bottom
            * ((1 - right) * level(from, below + x0, channel)
                + right * level(from, below + x1, channel));
  }

  private static int level(byte[] levels, int pixel, int channel) {
    return levels[pixel * RgbImage.CHANNELS + channel] & 0xff;
  }

  private static double least(double along, double down) {
    return Math.min(0, along) + Math.min(0, down);
  }

  private static double most(double along, double down) {
    return Math.max(0, along) + Math.max(0, down);
  }

  private static int bound(double place, int extent) {
    return (int) Math.min(extent, Math.max(0, place));
  }

  /** What has come of it, as a picture of its own. */
  public RgbImage toImage() {
    return RgbImage.of(width, height, levels);
  }
}
