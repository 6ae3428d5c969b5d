package org.g2face.detect;

import org.g2face.image.RgbImage;

/**
 * MTCNN's resampling: each new pixel is the mean of all pixels that its area touches, as PyTorch's
 * {@code interpolate(mode="area")} computes it, and then (x - 127.5) / 128.
 */
final class AreaResize {
  private AreaResize() {}

  /**
   * Resamples a part of a picture to a grid, and writes a window of it: red, green, blue planes.
   *
   * @param grid size of the whole resampled part
   * @param window the places of the grid that are wanted
   */
  static void write(
      RgbImage image,
      MtcnnCandidate.Part part,
      Grid grid,
      MtcnnCandidate.Part window,
      float[] values,
      int at) {
    int width = window.right() - window.left();
    int height = window.bottom() - window.top();
    int area = width * height;
    int partWidth = part.right() - part.left();
    int partHeight = part.bottom() - part.top();
    for (int y = 0; y < height; y++) {
      int top = part.top() + first(window.top() + y, partHeight, grid.height());
      int bottom = part.top() + end(window.top() + y, partHeight, grid.height());
      for (int x = 0; x < width; x++) {
        int left = part.left() + first(window.left() + x, partWidth, grid.width());
        int right = part.left() + end(window.left() + x, partWidth, grid.width());
        int count = (bottom - top) * (right - left);
        for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
          long sum = 0;
          for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
              sum += image.level(column, row, channel);
            }
          }
          float mean = (float) sum / count;
          values[at + channel * area + y * width + x] = (mean - 127.5f) * 0.0078125f;
        }
      }
    }
  }

  /** How many places there are. */
  record Grid(int width, int height) {}

  private static int first(int place, int from, int to) {
    return (int) ((long) place * from / to);
  }

  private static int end(int place, int from, int to) {
    return (int) (((long) (place + 1) * from + to - 1) / to);
  }
}
