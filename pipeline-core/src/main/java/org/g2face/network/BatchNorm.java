package org.g2face.network;

import java.util.Arrays;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * Batch normalisation as PyTorch has it: in training the batch's biased variance normalises, and
 * its unbiased one moves the running variance.
 *
 * @param scaleTrained whether training changes the weight, or leaves it as it is
 */
record BatchNorm(int channels, boolean scaleTrained) {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  BatchNorm(int channels) {
    this(channels, true);
  }

  /**
   * @param x [batch, channels] or [batch, channels, height, width]
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T x, Phase<T> phase) {
    T scale =
        scaleTrained
            ? w.parameter("weight", Init.ones(), channels)
            : w.buffer("weight", Init.ones(), channels);
    T shift = w.parameter("bias", Init.zeros(), channels);
    T mean = w.buffer("running_mean", Init.zeros(), channels);
    T variance = w.buffer("running_var", Init.ones(), channels);
    if (phase instanceof Phase.Training<T> training) {
      return train(ops, w.scope(), x, scale, shift, mean, variance, training);
    }
    return ops.batchNorm(x, scale, shift, mean, variance, EPSILON);
  }

  private <T> T train(
      Ops<T> ops,
      String scope,
      T x,
      T scale,
      T shift,
      T runningMean,
      T runningVariance,
      Phase.Training<T> training) {
    long[] shape = ops.shape(x);
    int[] axes = shape.length == 2 ? new int[] {0} : new int[] {0, 2, 3};
    long count = count(shape);
    T mean = ops.mean(x, true, axes);
    T centred = ops.sub(x, mean);
    T variance = ops.mean(ops.square(centred), true, axes);

    T unbiased = ops.mul(variance, (double) count / (count - 1));
    String prefix = scope.isEmpty() ? "" : scope + ".";
    training.running().accept(prefix + "running_mean", moved(ops, runningMean, mean));
    training.running().accept(prefix + "running_var", moved(ops, runningVariance, unbiased));

    long[] each = new long[shape.length];
    Arrays.fill(each, 1);
    each[1] = channels;
    T factor = ops.mul(ops.rsqrt(ops.add(variance, EPSILON)), ops.reshape(scale, each));
    return ops.add(ops.mul(centred, factor), ops.reshape(shift, each));
  }

  private <T> T moved(Ops<T> ops, T running, T observed) {
    T flat = ops.reshape(observed, channels);
    T sum = ops.add(ops.mul(running, 1 - MOMENTUM), ops.mul(flat, MOMENTUM));
    return ops.stopGradient(sum);
  }

  /** How many values one mean is taken over. */
  private static long count(long[] shape) {
    if (shape[0] < 0) {
      throw new IllegalArgumentException(
          "batch normalisation in training needs to know the batch size");
    }
    long count = shape.length == 2 ? shape[0] : shape[0] * shape[2] * shape[3];
    if (count < 2) {
      throw new IllegalArgumentException(
          "batch normalisation in training needs more than one value per channel, but gets "
              + Arrays.toString(shape));
    }
    return count;
  }
}
