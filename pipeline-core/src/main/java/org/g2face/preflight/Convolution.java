package org.g2face.preflight;

import java.util.Locale;
import org.g2face.tensor.Tensor;

/**
 * A convolution whose operands are fixed, so that its results are known.
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
 * @param groups into which both kinds of channels are divided; a depthwise convolution has as many
 *     as channels
 */
public record Convolution(
    int batch, int in, int out, int side, int kernel, int stride, int groups) {
  private static final int STEPS = 17;
  private static final float STEP = 0.125f;

  public Convolution {
    if ((side + 2 * ((kernel - 1) / 2) - kernel) % stride != 0) {
      throw new IllegalArgumentException(
          "strides of " + stride + " leave a rest of a side of " + side);
    }
    if (in % groups != 0 || out % groups != 0) {
      throw new IllegalArgumentException(groups + " groups leave a rest of the channels");
    }
  }

  Convolution(int batch, int in, int out, int side, int kernel, int stride) {
    this(batch, in, out, side, kernel, stride, 1);
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

  /** What it is convolved with: [out, in / groups, kernel, kernel]. */
  public Tensor weight() {
    return values(2, out, in / groups, kernel, kernel);
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

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "a convolution of %d to %d channels, %d x %d, stride %d%s",
        in,
        out,
        kernel,
        kernel,
        stride,
        groups == 1 ? "" : ", " + groups + " groups");
  }
}
