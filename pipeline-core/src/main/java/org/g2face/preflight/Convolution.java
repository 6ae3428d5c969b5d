package org.g2face.preflight;

import java.util.Locale;
import org.g2face.tensor.Tensor;

/**
 * A convolution whose operands are fixed and whose results follow from plain loops in double
 * precision.
 *
 * <p>The operands are eighths from -1 to 1, which float32 and bfloat16 hold exactly.
 *
 * @param batch how many images
 * @param in channels of the images
 * @param out channels of the result
 * @param side height and width of the images
 * @param kernel height and width of the weight
 * @param stride whole strides fit into the padded side, so that the transposed convolution is the
 *     gradient of the whole input
 */
public record Convolution(int batch, int in, int out, int side, int kernel, int stride) {
  private static final int STEPS = 17;
  private static final float STEP = 0.125f;

  public Convolution {
    if ((side + 2 * ((kernel - 1) / 2) - kernel) % stride != 0) {
      throw new IllegalArgumentException(
          "strides of " + stride + " leave a rest of a side of " + side);
    }
  }

  /** Zeros on every side. */
  public int padding() {
    return (kernel - 1) / 2;
  }

  /** Height and width of the result. */
  public int outSide() {
    return (side + 2 * padding() - kernel) / stride + 1;
  }

  /** What is convolved: [batch, in, side, side]. */
  public Tensor image() {
    return values(1, batch, in, side, side);
  }

  /** What it is convolved with: [out, in, kernel, kernel]. */
  public Tensor weight() {
    return values(2, out, in, kernel, kernel);
  }

  /** How much each number of the result counts in the sum that is differentiated. */
  public Tensor cotangent() {
    return values(3, batch, out, outSide(), outSide());
  }

  private static Tensor values(int salt, long... shape) {
    float[] values = new float[(int) Tensor.count(shape)];
    int state = salt * 0x9e3779b9;
    for (int i = 0; i < values.length; i++) {
      state = state * 1664525 + 1013904223;
      values[i] = ((state >>> 8) % STEPS - STEPS / 2) * STEP;
    }
    return Tensor.of(values, shape);
  }

  /** The operands as plain arrays, and the results one by one. */
  final class Answers {
    private final float[] image = image().toArray();
    private final float[] weight = weight().toArray();
    private final float[] cotangent = cotangent().toArray();

    /**
     * @param position in the result, row by row
     */
    double output(int position) {
      int x = position % outSide();
      int y = position / outSide() % outSide();
      int o = position / (outSide() * outSide()) % out;
      int b = position / (outSide() * outSide() * out);
      double sum = 0;
      for (int i = 0; i < in; i++) {
        for (int ky = 0; ky < kernel; ky++) {
          for (int kx = 0; kx < kernel; kx++) {
            sum +=
                pixel(b, i, y * stride + ky - padding(), x * stride + kx - padding())
                    * weight[((o * in + i) * kernel + ky) * kernel + kx];
          }
        }
      }
      return sum;
    }

    /**
     * @param position in the image
     */
    double imageGradient(int position) {
      int x = position % side;
      int y = position / side % side;
      int i = position / (side * side) % in;
      int b = position / (side * side * in);
      double sum = 0;
      for (int ky = 0; ky < kernel; ky++) {
        for (int kx = 0; kx < kernel; kx++) {
          int down = y + padding() - ky;
          int right = x + padding() - kx;
          if (down % stride == 0 && right % stride == 0) {
            for (int o = 0; o < out; o++) {
              sum +=
                  counted(b, o, down / stride, right / stride)
                      * weight[((o * in + i) * kernel + ky) * kernel + kx];
            }
          }
        }
      }
      return sum;
    }

    /**
     * @param position in the weight
     */
    double weightGradient(int position) {
      int kx = position % kernel;
      int ky = position / kernel % kernel;
      int i = position / (kernel * kernel) % in;
      int o = position / (kernel * kernel * in);
      double sum = 0;
      for (int b = 0; b < batch; b++) {
        for (int y = 0; y < outSide(); y++) {
          for (int x = 0; x < outSide(); x++) {
            sum +=
                counted(b, o, y, x)
                    * pixel(b, i, y * stride + ky - padding(), x * stride + kx - padding());
          }
        }
      }
      return sum;
    }

    private double pixel(int b, int i, int y, int x) {
      return y < 0 || x < 0 || y >= side || x >= side
          ? 0
          : image[((b * in + i) * side + y) * side + x];
    }

    private double counted(int b, int o, int y, int x) {
      int extent = outSide();
      return y < 0 || x < 0 || y >= extent || x >= extent
          ? 0
          : cotangent[((b * out + o) * extent + y) * extent + x];
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "a convolution of %d to %d channels, %d x %d, stride %d",
        in,
        out,
        kernel,
        kernel,
        stride);
  }
}
