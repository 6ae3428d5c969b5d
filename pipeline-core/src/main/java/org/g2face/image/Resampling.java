package org.g2face.image;

import java.util.Arrays;

/**
 * Separable resampling with a triangle filter whose support grows with the scale when shrinking.
 *
 * <p>Pixel centres lie at half-integers, and weights are normalised at the borders. This is what
 * Pillow, torchvision and {@code interpolate(mode="bilinear", antialias=True)} compute, which the
 * published networks were fed with; java.awt's bilinear scaling skips pixels when shrinking.
 */
final class Resampling {
  private Resampling() {}

  static RgbImage resize(RgbImage image, int width, int height) {
    Filter across = Filter.triangle(image.width(), width);
    Filter down = Filter.triangle(image.height(), height);
    byte[] source = image.levels();
    int sourceRow = image.width() * RgbImage.CHANNELS;
    int targetRow = width * RgbImage.CHANNELS;
    byte[] target = new byte[Math.multiplyExact(targetRow, height)];

    // Rows of the source, already scaled across, wait here until no target row needs them.
    float[][] scaled = new float[image.height()][];
    int released = 0;
    int filled = 0;
    float[] sums = new float[targetRow];
    for (int y = 0; y < height; y++) {
      int first = down.first[y];
      float[] weights = down.weights[y];
      for (; released < first; released++) {
        scaled[released] = null;
      }
      for (filled = Math.max(filled, first); filled < first + weights.length; filled++) {
        scaled[filled] = new float[targetRow];
        across.apply(source, filled * sourceRow, scaled[filled]);
      }
      Arrays.fill(sums, 0);
      for (int k = 0; k < weights.length; k++) {
        float[] row = scaled[first + k];
        float weight = weights[k];
        for (int i = 0; i < targetRow; i++) {
          sums[i] += weight * row[i];
        }
      }
      for (int i = 0; i < targetRow; i++) {
        target[y * targetRow + i] = (byte) Math.min(255, Math.max(0, (int) (sums[i] + 0.5f)));
      }
    }
    return RgbImage.wrap(width, height, target);
  }

  /**
   * For every target position, the source positions that count and how much.
   *
   * @param first the first source position of each target position
   * @param weights from there on; they sum to one
   */
  private record Filter(int[] first, float[][] weights) {

    static Filter triangle(int from, int to) {
      double scale = (double) from / to;
      double support = Math.max(1, scale);
      int[] first = new int[to];
      float[][] weights = new float[to][];
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * scale;
        int start = Math.max(0, (int) (centre - support + 0.5));
        int end = Math.min(from, (int) (centre + support + 0.5));
        double[] raw = new double[end - start];
        double sum = 0;
        for (int k = 0; k < raw.length; k++) {
          raw[k] = Math.max(0, 1 - Math.abs((start + k + 0.5 - centre) / support));
          sum += raw[k];
        }
        first[i] = start;
        weights[i] = new float[raw.length];
        for (int k = 0; k < raw.length; k++) {
          weights[i][k] = (float) (raw[k] / sum);
        }
      }
      return new Filter(first, weights);
    }

    void apply(byte[] source, int offset, float[] target) {
      for (int i = 0; i < first.length; i++) {
        float red = 0;
        float green = 0;
        float blue = 0;
        int at = offset + first[i] * RgbImage.CHANNELS;
        for (float weight : weights[i]) {
          red += weight * (source[at] & 0xff);
          green += weight * (source[at + 1] & 0xff);
          blue += weight * (source[at + 2] & 0xff);
          at += RgbImage.CHANNELS;
        }
        target[i * RgbImage.CHANNELS] = red;
        target[i * RgbImage.CHANNELS + 1] = green;
        target[i * RgbImage.CHANNELS + 2] = blue;
      }
    }
  }
}
