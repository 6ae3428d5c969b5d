package org.g2face.ops;

import java.util.List;
import org.g2face.tensor.Tensor;

/**
 * The operations that every network of this project is written in.
 *
 * <p>A network is a piece of code over this interface, and each implementation reads that code in
 * its own way: one executes it with gradients, one writes an ONNX graph, one adds up its cost. All
 * of them mean the same by an operation; a test compares them on random shapes.
 *
 * <p>Conventions: float32 values; images and feature maps are [batch, channel, height, width];
 * operands of one operation have the same rank and broadcast along extents of 1. Only the first
 * extent of a shape may be unknown (-1) while a graph is being written. An argument whose shape
 * does not fit is an {@link IllegalArgumentException} that names both shapes.
 *
 * @param <T> a value of the engine: a tensor, or a node of a graph
 */
public interface Ops<T> {

  /** A fixed value; no gradient flows into it. */
  T constant(Tensor value);

  /** The extents of a value; the first is -1 where the engine does not know the batch yet. */
  long[] shape(T x);

  // --- element by element -------------------------------------------------------------------

  T add(T a, T b);

  T sub(T a, T b);

  T mul(T a, T b);

  T div(T a, T b);

  T add(T x, double scalar);

  T mul(T x, double scalar);

  T exp(T x);

  /** Natural logarithm. */
  T log(T x);

  T sqrt(T x);

  /** 1 / sqrt(x). */
  T rsqrt(T x);

  T square(T x);

  /** Absolute value; its gradient at 0 is 0. */
  T abs(T x);

  T sin(T x);

  T cos(T x);

  T tanh(T x);

  /** 1 / (1 + exp(-x)). */
  T sigmoid(T x);

  /** log(1 + exp(x)), without overflow for large x. */
  T softplus(T x);

  T relu(T x);

  /** x where positive, slope * x elsewhere. */
  T leakyRelu(T x, double slope);

  /**
   * x where positive, slope * x elsewhere, with a slope for each channel.
   *
   * @param x [batch, channel, ...]
   * @param slopes [channel]
   */
  T prelu(T x, T slopes);

  /** x limited to [low, high]; the gradient outside is 0. */
  T clamp(T x, double low, double high);

  /** 1 where x is positive, 0 elsewhere; its gradient is 0. */
  T step(T x);

  /** The nearest integer, halves to the even one; its gradient is 0. */
  T round(T x);

  /** The same value, through which no gradient flows. */
  T stopGradient(T x);

  // --- products ------------------------------------------------------------------------------

  /**
   * Matrix product.
   *
   * @param a [m, k], or [batch, m, k]
   * @param b [k, n], or [batch, k, n]
   */
  T matmul(T a, T b);

  /**
   * x * weightᵀ + bias.
   *
   * @param x [batch, in]
   * @param weight [out, in]
   * @param bias [out], or null for none
   */
  T linear(T x, T weight, T bias);

  /**
   * Convolution (cross-correlation, as the field's libraries have it).
   *
   * @param x [batch, in, height, width]
   * @param weight [out, in / groups, k, k]
   * @param bias [out], or null for none
   * @param padding zeros on every side
   */
  T conv2d(T x, T weight, T bias, int stride, int padding, int groups);

  /**
   * Transposed convolution, the gradient of {@link #conv2d} with respect to its input.
   *
   * @param x [batch, in, height, width]
   * @param weight [in, out, k, k]
   * @return [batch, out, (height - 1) * stride - 2 * padding + k, likewise width]
   */
  T convTranspose2d(T x, T weight, int stride, int padding);

  // --- sampling --------------------------------------------------------------------------------

  /**
   * Every channel filtered with [1,3,3,1] x [1,3,3,1] / 64, times a gain (StyleGAN2's blur).
   *
   * @param before zeros above and to the left
   * @param after zeros below and to the right
   * @return [batch, channel, height + before + after - 3, width + before + after - 3]
   */
  T blur(T x, int before, int after, double gain);

  /**
   * Twice the size: zeros between the pixels, then the blur with gain 4, padded by 2 before and 1
   * after (StyleGAN2's skip connection between RGB outputs).
   */
  T upsample2x(T x);

  /** Mean over k x k windows that lie wholly inside. */
  T avgPool2d(T x, int kernel, int stride);

  /**
   * Maximum over k x k windows; what the padding adds never wins.
   *
   * @param ceil whether a last window that hangs over the edge counts
   */
  T maxPool2d(T x, int kernel, int stride, int padding, boolean ceil);

  /**
   * Any separable linear resampling (nearest, bilinear, area, crop): rows * x * columnsᵀ for every
   * channel.
   *
   * @param rows [new height, height]
   * @param columns [new width, width]
   */
  T resample(T x, Tensor rows, Tensor columns);

  // --- shape -------------------------------------------------------------------------------------

  /**
   * @param axis counted from 0
   */
  T concat(int axis, List<T> parts);

  /** The part [from, to) along one axis. */
  T slice(T x, int axis, int from, int to);

  /**
   * @param shape the new extents; the first may be -1: whatever is left
   */
  T reshape(T x, long... shape);

  /**
   * @param order for each new axis, the old one
   */
  T transpose(T x, int... order);

  /** Zeros around height and width. */
  T pad(T x, int top, int bottom, int left, int right);

  /** A value whose first extent is 1, repeated to the batch of another value. */
  T repeatBatch(T x, T like);

  /**
   * The entries at the given positions of one axis, in that order; a position may occur again.
   *
   * @param x of rank 2 or 3
   * @param axis not 0
   */
  T gather(T x, int axis, int[] positions);

  // --- over axes --------------------------------------------------------------------------

  /**
   * @param keep whether a summed axis stays, with extent 1
   */
  T sum(T x, boolean keep, int... axes);

  T mean(T x, boolean keep, int... axes);

  // --- normalisation ----------------------------------------------------------------------

  /** Each channel of each image to mean 0 and (biased) variance 1, no affine part. */
  T instanceNorm(T x, double epsilon);

  /**
   * (x - mean) / sqrt(variance + epsilon) * weight + bias, each [channel].
   *
   * @param x [batch, channel] or [batch, channel, height, width]
   */
  T batchNorm(T x, T weight, T bias, T mean, T variance, double epsilon);
}
