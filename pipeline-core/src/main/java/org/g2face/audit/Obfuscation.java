package org.g2face.audit;

import org.g2face.image.RgbImage;

/** The simple ways to hide a face, by which a model's are judged. */
public enum Obfuscation {
  /** A Gaussian blur whose standard deviation is 8 % of the side. */
  BLUR {
    @Override
    public RgbImage apply(RgbImage crop) {
      return new GaussianBlur(BLUR_SHARE * crop.width()).apply(crop);
    }
  },
  /** A mosaic of 8 x 8 cells, each of the mean colour of what it covers. */
  MOSAIC {
    @Override
    public RgbImage apply(RgbImage crop) {
      int width = crop.width();
      int height = crop.height();
      byte[] levels = new byte[RgbImage.CHANNELS * width * height];
      for (int row = 0; row < CELLS; row++) {
        for (int column = 0; column < CELLS; column++) {
          int left = column * width / CELLS;
          int right = (column + 1) * width / CELLS;
          int top = row * height / CELLS;
          int bottom = (row + 1) * height / CELLS;
          for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
            byte mean = mean(crop, left, top, right, bottom, channel);
            for (int y = top; y < bottom; y++) {
              for (int x = left; x < right; x++) {
                levels[(y * width + x) * RgbImage.CHANNELS + channel] = mean;
              }
            }
          }
        }
      }
      return RgbImage.of(width, height, levels);
    }
  };

  private static final double BLUR_SHARE = 0.08;
  private static final int CELLS = 8;

  /** The crop with its face hidden. */
  public abstract RgbImage apply(RgbImage crop);

  private static byte mean(RgbImage crop, int left, int top, int right, int bottom, int channel) {
    long sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += crop.level(x, y, channel);
      }
    }
    long count = Math.max(1, (long) (right - left) * (bottom - top));
    return (byte) ((sum + count / 2) / count);
  }
}
