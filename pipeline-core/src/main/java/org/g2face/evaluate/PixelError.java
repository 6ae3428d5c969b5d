package org.g2face.evaluate;

import org.g2face.image.RgbImage;

/**
 * The error between two pictures of the same size, level by level: MAE, MSE, PSNR.
 *
 * @param meanAbsolute the mean of |a - b| over all levels, as a share of 255: 0 for equal pictures,
 *     1 for black against white
 * @param meanSquare the mean of (a - b)^2, in squared levels
 */
public record PixelError(double meanAbsolute, double meanSquare) {
  private static final double RANGE = 255;

  /**
   * @throws IllegalArgumentException if the sizes differ
   */
  public static PixelError between(RgbImage a, RgbImage b) {
    requireSameSize(a, b);
    byte[] left = a.toBytes();
    byte[] right = b.toBytes();
    long absolute = 0;
    long square = 0;
    for (int i = 0; i < left.length; i++) {
      int difference = (left[i] & 0xff) - (right[i] & 0xff);
      absolute += Math.abs(difference);
      square += difference * difference;
    }
    return new PixelError(absolute / RANGE / left.length, (double) square / left.length);
  }

  /**
   * The peak signal-to-noise ratio in decibels, 10 log10(255^2 / mean square error); positive
   * infinity for equal pictures.
   */
  public double psnr() {
    return 10 * Math.log10(RANGE * RANGE / meanSquare);
  }

  static void requireSameSize(RgbImage a, RgbImage b) {
    if (a.width() != b.width() || a.height() != b.height()) {
      throw new IllegalArgumentException("cannot compare " + a + " with " + b);
    }
  }
}
