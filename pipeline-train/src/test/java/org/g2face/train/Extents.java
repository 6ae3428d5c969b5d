package org.g2face.train;

import java.util.Random;
import java.util.stream.IntStream;
import org.g2face.tensor.Tensor;

/** The sizes that the cases of the operations are made in. */
record Extents(
    int batch, int channels, int out, int height, int width, int kernel, int stride, int padding) {

  /** [batch, channels, height, width]. */
  long[] image() {
    return new long[] {batch, channels, height, width};
  }

  /** The same shape, with each extent at random replaced by 1. */
  static long[] broadcastable(Random random, long... shape) {
    return IntStream.range(0, shape.length)
        .mapToLong(axis -> random.nextBoolean() ? 1 : shape[axis])
        .toArray();
  }

  /** A random choice of axes, at least one. */
  static int[] axes(Random random, int rank) {
    int chosen = 1 + random.nextInt((1 << rank) - 1);
    return IntStream.range(0, rank).filter(axis -> (chosen >> axis & 1) == 1).toArray();
  }

  static Tensor normal(Random random, long... shape) {
    float[] values = new float[(int) Tensor.count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  /** Uniform in [0.5, 2]. */
  static Tensor positive(Random random, long... shape) {
    float[] values = new float[(int) Tensor.count(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + 1.5f * random.nextFloat();
    }
    return Tensor.of(values, shape);
  }
}
