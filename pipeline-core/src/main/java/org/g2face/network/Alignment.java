package org.g2face.network;

import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * From the face crop to the image that a network wants to see: the same part of every crop,
 * resampled along rows and columns.
 */
public sealed interface Alignment {

  /** The height of the resampled image, in pixels. */
  int height();

  /** The width of the resampled image, in pixels. */
  int width();

  /**
   * Resamples.
   *
   * @param image [batch, channels, any height, any width]
   * @return [batch, channels, height(), width()]
   */
  <T> T forward(Ops<T> ops, T image);

  /**
   * The whole crop, each pixel taken from the nearest one above and to the left: PyTorch's default
   * interpolation, with which the authors feed the identity network.
   */
  record Nearest(int height, int width) implements Alignment {

    public Nearest {
      Expected.positive("height", height);
      Expected.positive("width", width);
    }

    @Override
    public <T> T forward(Ops<T> ops, T image) {
      long[] shape = ops.shape(image);
      return ops.resample(image, matrix(height, shape[2]), matrix(width, shape[3]));
    }

    private static Tensor matrix(int to, long from) {
      int columns = Math.toIntExact(from);
      float[] weights = new float[to * columns];
      // In single precision like PyTorch, whose rounding decides between two pixels now and then.
      float step = (float) columns / to;
      for (int i = 0; i < to; i++) {
        int source = Math.min((int) Math.floor(i * step), columns - 1);
        weights[i * columns + source] = 1;
      }
      return Tensor.of(weights, to, columns);
    }
  }

  /**
   * A box within the crop, bilinear where it is enlarged; where it is reduced, the triangle of
   * weights widens with the step, so that every pixel counts and nothing aliases.
   *
   * @param left share of the crop's width at which the box starts, at least 0
   * @param top share of the crop's height at which it starts, at least 0
   * @param right share of the width at which it ends, at most 1
   * @param bottom share of the height at which it ends, at most 1
   */
  record Box(double left, double top, double right, double bottom, int height, int width)
      implements Alignment {

    public Box {
      Expected.positive("height", height);
      Expected.positive("width", width);
      if (!(0 <= left && left < right && right <= 1 && 0 <= top && top < bottom && bottom <= 1)) {
        throw new IllegalArgumentException(
            "a box is given in shares 0 <= left < right <= 1 and 0 <= top < bottom <= 1, not left "
                + left
                + ", top "
                + top
                + ", right "
                + right
                + ", bottom "
                + bottom);
      }
    }

    /** The whole crop. */
    public static Box whole(int height, int width) {
      return new Box(0, 0, 1, 1, height, width);
    }

    @Override
    public <T> T forward(Ops<T> ops, T image) {
      long[] shape = ops.shape(image);
      Tensor rows = matrix(height, shape[2], top, bottom);
      Tensor columns = matrix(width, shape[3], left, right);
      return ops.resample(image, rows, columns);
    }

    private static Tensor matrix(int to, long from, double start, double end) {
      int columns = Math.toIntExact(from);
      double step = (end - start) * columns / to;
      double reach = Math.max(1, step);
      float[] weights = new float[to * columns];
      for (int i = 0; i < to; i++) {
        double centre = start * columns + (i + 0.5) * step;
        double[] row = new double[columns];
        double sum = 0;
        for (int j = 0; j < columns; j++) {
          row[j] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
          sum += row[j];
        }
        for (int j = 0; j < columns; j++) {
          weights[i * columns + j] = (float) (row[j] / sum);
        }
      }
      return Tensor.of(weights, to, columns);
    }
  }
}
