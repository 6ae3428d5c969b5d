package org.g2face.audit;

import org.g2face.image.RgbImage;

/**
 * A Gaussian blur, rows first and then columns; beyond the edge the picture goes on as it ends.
 *
 * @param sigma standard deviation in pixels, more than 0
 */
record GaussianBlur(double sigma) {

  RgbImage apply(RgbImage picture) {
    int width = picture.width();
    int height = picture.height();
    double[] window = window();
    int radius = window.length / 2;
    byte[] levels = new byte[RgbImage.CHANNELS * width * height];
    double[] plane = new double[width * height];
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double sum = 0;
          for (int i = -radius; i <= radius; i++) {
            sum += window[i + radius] * picture.level(clamp(x + i, width), y, channel);
          }
          plane[y * width + x] = sum;
        }
      }
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double sum = 0;
          for (int i = -radius; i <= radius; i++) {
            sum += window[i + radius] * plane[clamp(y + i, height) * width + x];
          }
          levels[(y * width + x) * RgbImage.CHANNELS + channel] = (byte) Math.round(sum);
        }
      }
    }
    return RgbImage.of(width, height, levels);
  }

  private double[] window() {
    int radius = (int) Math.ceil(3 * sigma);
    double[] window = new double[2 * radius + 1];
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      window[i + radius] = Math.exp(-i * i / (2 * sigma * sigma));
      sum += window[i + radius];
    }
    for (int i = 0; i < window.length; i++) {
      window[i] /= sum;
    }
    return window;
  }

  private static int clamp(int place, int size) {
    return Math.max(0, Math.min(size - 1, place));
  }
}
