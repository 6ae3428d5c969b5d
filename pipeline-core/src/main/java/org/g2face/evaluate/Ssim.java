package org.g2face.evaluate;

import org.g2face.image.RgbImage;

/**
 * The structural similarity of two pictures: 1 for equal ones, about 0 for unrelated ones.
 *
 * <p>Wang, Bovik, Sheikh, Simoncelli: Image quality assessment: from error visibility to structural
 * similarity, IEEE Transactions on Image Processing 13(4), 2004, equation 13, with the constants
 * given there: an 11 x 11 Gaussian window of standard deviation 1.5, K1 = 0.01, K2 = 0.03, L = 255,
 * weighted (population) covariance, averaged over the places where the window lies wholly inside.
 * Each of red, green and blue is compared on its own, and the three results averaged.
 */
public final class Ssim {
  private static final int RADIUS = 5;
  private static final double SIGMA = 1.5;
  private static final double C1 = 0.01 * 255 * (0.01 * 255);
  private static final double C2 = 0.03 * 255 * (0.03 * 255);
  private static final double[] WINDOW = window();

  private Ssim() {}

  /**
   * @throws IllegalArgumentException if the sizes differ, or are below 11 x 11
   */
  public static double between(RgbImage a, RgbImage b) {
    PixelError.requireSameSize(a, b);
    if (Math.min(a.width(), a.height()) < WINDOW.length) {
      throw new IllegalArgumentException(
          a + " is smaller than the window of " + WINDOW.length + " pixels");
    }
    double sum = 0;
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      sum += between(plane(a, channel), plane(b, channel), a.width(), a.height());
    }
    return sum / RgbImage.CHANNELS;
  }

  private static double between(double[] a, double[] b, int width, int height) {
    double[] meanA = blur(a, width, height);
    double[] meanB = blur(b, width, height);
    double[] squareA = blur(product(a, a), width, height);
    double[] squareB = blur(product(b, b), width, height);
    double[] mixed = blur(product(a, b), width, height);
    double sum = 0;
    for (int i = 0; i < meanA.length; i++) {
      double both = meanA[i] * meanB[i];
      double squares = meanA[i] * meanA[i] + meanB[i] * meanB[i];
      double covariance = mixed[i] - both;
      double variances = squareA[i] + squareB[i] - squares;
      sum += (2 * both + C1) * (2 * covariance + C2) / ((squares + C1) * (variances + C2));
    }
    return sum / meanA.length;
  }

  private static double[] plane(RgbImage image, int channel) {
    byte[] levels = image.toBytes();
    double[] plane = new double[image.width() * image.height()];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = levels[i * RgbImage.CHANNELS + channel] & 0xff;
    }
    return plane;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }

  /** Weighted means under the window, for every place where it lies wholly inside. */
  private static double[] blur(double[] plane, int width, int height) {
    int across = width - 2 * RADIUS;
    int down = height - 2 * RADIUS;
    double[] rows = new double[across * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < across; x++) {
        double sum = 0;
        for (int k = 0; k < WINDOW.length; k++) {
          sum += WINDOW[k] * plane[y * width + x + k];
        }
        rows[y * across + x] = sum;
      }
    }
    double[] blurred = new double[across * down];
    for (int y = 0; y < down; y++) {
      for (int k = 0; k < WINDOW.length; k++) {
        for (int x = 0; x < across; x++) {
          blurred[y * across + x] += WINDOW[k] * rows[(y + k) * across + x];
        }
      }
    }
    return blurred;
  }

  private static double[] window() {
    double[] window = new double[2 * RADIUS + 1];
    double sum = 0;
    for (int i = 0; i < window.length; i++) {
      double distance = (i - RADIUS) / SIGMA;
      window[i] = Math.exp(-distance * distance / 2);
      sum += window[i];
    }
    for (int i = 0; i < window.length; i++) {
      window[i] /= sum;
    }
    return window;
  }
}
