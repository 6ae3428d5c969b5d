package org.g2face.network;

import java.io.Serializable;
import java.util.Arrays;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * From the face crop to the image that a network wants to see: the same part of every crop,
 * resampled along rows and columns.
 */
public sealed interface Alignment extends Serializable {

  /** The height of the resampled image, in pixels. */
  int height();

  /** The width of the resampled image, in pixels. */
  int width();

  /** How each row comes about from a crop of the given height: [height(), from], rows of sum 1. */
  Tensor rows(int from);

  /** How each column comes about from a crop of the given width: [width(), from]. */
  Tensor columns(int from);

  /**
   * Resamples.
   *
   * @param image [batch, channels, any height, any width]
   * @return [batch, channels, height(), width()]
   */
  default <T> T forward(Ops<T> ops, T image) {
    long[] shape = ops.shape(image);
    return ops.resample(image, rows(Math.toIntExact(shape[2])), columns(Math.toIntExact(shape[3])));
  }

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
    public Tensor rows(int from) {
      return matrix(height, from);
    }

    @Override
    public Tensor columns(int from) {
      return matrix(width, from);
    }

    private static Tensor matrix(int to, int from) {
      float[] weights = new float[to * from];
      // In single precision like PyTorch, whose rounding decides between two pixels now and then.
      float step = (float) from / to;
      for (int i = 0; i < to; i++) {
        int source = Math.min((int) Math.floor(i * step), from - 1);
        weights[i * from + source] = 1;
      }
      return Tensor.of(weights, to, from);
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
    public Tensor rows(int from) {
      return matrix(height, from, top, bottom);
    }

    @Override
    public Tensor columns(int from) {
      return matrix(width, from, left, right);
    }

    private static Tensor matrix(int to, int from, double start, double end) {
      double step = (end - start) * from / to;
      double reach = Math.max(1, step);
      float[] weights = new float[to * from];
      for (int i = 0; i < to; i++) {
        double centre = start * from + (i + 0.5) * step;
        double[] triangle = new double[from];
        for (int j = 0; j < from; j++) {
          triangle[j] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / reach);
        }
        double sum = Arrays.stream(triangle).sum();
        for (int j = 0; j < from; j++) {
          weights[i * from + j] = (float) (triangle[j] / sum);
        }
      }
      return Tensor.of(weights, to, from);
    }
  }
}
