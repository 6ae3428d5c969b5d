package org.g2face.jobs.train;

import java.util.Arrays;
import java.util.List;
import org.g2face.image.Planes;
import org.g2face.image.RgbImage;
import org.g2face.tensor.Tensor;

/** Faces side by side: a column for each, a row for each kind. */
final class SampleGrid {
  private static final int MOST_COLUMNS = 8;
  private static final int GREY = 128;

  private SampleGrid() {}

  /**
   * Draws a grid.
   *
   * @param rows [batch, 3, size, size] each, RGB in [-1, 1]; at most the first eight of a batch are
   *     drawn, and grey where a picture holds values that are not finite
   */
  static RgbImage of(List<Tensor> rows) {
    long[] shape = rows.get(0).shape();
    int columns = (int) Math.min(MOST_COLUMNS, shape[0]);
    int size = (int) shape[2];
    int width = columns * size;
    byte[] levels = new byte[Math.multiplyExact(width * RgbImage.CHANNELS, rows.size() * size)];
    Arrays.fill(levels, (byte) GREY);
    for (int row = 0; row < rows.size(); row++) {
      for (int column = 0; column < columns; column++) {
        int top = row * size;
        int left = column * size;
        Planes.read(rows.get(row).buffer(), column * Planes.count(size, size), size, size)
            .ifPresent(picture -> copy(picture, levels, width, left, top));
      }
    }
    return RgbImage.of(width, rows.size() * size, levels);
  }

  private static void copy(RgbImage picture, byte[] levels, int width, int left, int top) {
    byte[] source = picture.toBytes();
    int bytes = picture.width() * RgbImage.CHANNELS;
    for (int y = 0; y < picture.height(); y++) {
      int target = ((top + y) * width + left) * RgbImage.CHANNELS;
      System.arraycopy(source, y * bytes, levels, target, bytes);
    }
  }
}
