package org.g2face.jobs.report;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * t-SNE: points of many dimensions laid out in two, so that neighbours stay neighbours.
 *
 * <p>The exact algorithm, with squared Euclidean distances; time and memory grow with the square of
 * the number of points. The same points and seed give the same layout, whatever the cores.
 *
 * @see <a href="https://www.jmlr.org/papers/v9/vandermaaten08a.html">van der Maaten and Hinton,
 *     2008</a>
 * @param perplexity how many neighbours a point counts with, about
 * @param iterations of gradient descent
 * @param seed of the layout that it starts from
 */
record Tsne(double perplexity, int iterations, long seed) {
  private static final int EXAGGERATED = 250;
  private static final double EXAGGERATION = 12;
  private static final double SMALLEST = 1e-12;

  /**
   * A layout.
   *
   * @param points x and y of each
   * @param divergence of Kullback and Leibler, in nats; smaller is truer
   */
  record Layout(double[][] points, double divergence) {}

  Layout of(float[][] vectors) {
    int n = vectors.length;
    if (n < 3) {
      throw new IllegalArgumentException("t-SNE of " + n + " points");
    }
    double[][] p = affinities(vectors);
    double[][] y = new double[n][2];
    Random random = new Random(seed);
    for (double[] point : y) {
      point[0] = 1e-4 * random.nextGaussian();
      point[1] = 1e-4 * random.nextGaussian();
    }
    double[][] step = new double[n][2];
    double[][] gain = new double[n][2];
    Arrays.stream(gain).forEach(row -> Arrays.fill(row, 1));
    for (int i = 0; i < iterations; i++) {
      double exaggeration = i < EXAGGERATED ? EXAGGERATION : 1;
      double[][] slope = gradient(p, y, exaggeration);
      // A point is pulled by 4 * exaggeration / n of its distance: further steps would overshoot.
      double rate = n / (4 * exaggeration);
      descend(y, slope, step, gain, i < EXAGGERATED ? 0.5 : 0.8, rate);
    }
    return new Layout(y, divergence(p, y));
  }

  /** Symmetric, and 1 in all. */
  private double[][] affinities(float[][] vectors) {
    int n = vectors.length;
    double entropy = Math.log(Math.min(perplexity, (n - 1) / 3.0));
    double[][] near = new double[n][];
    IntStream.range(0, n).parallel().forEach(i -> near[i] = neighbours(vectors, i, entropy));
    double[][] p = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        p[i][j] = Math.max((near[i][j] + near[j][i]) / (2.0 * n), SMALLEST);
      }
    }
    return p;
  }

  /** How likely each other point is the neighbour of one, at the given entropy in nats. */
  private static double[] neighbours(float[][] vectors, int i, double entropy) {
    double[] squares = new double[vectors.length];
    double nearest = Double.POSITIVE_INFINITY;
    for (int j = 0; j < vectors.length; j++) {
      for (int k = 0; k < vectors[i].length; k++) {
        double difference = vectors[i][k] - vectors[j][k];
        squares[j] += difference * difference;
      }
      nearest = j == i ? nearest : Math.min(nearest, squares[j]);
    }
    double[] p = new double[vectors.length];
    double precision = 1;
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    for (int tries = 0; tries < 64; tries++) {
      double sum = 0;
      double mean = 0;
      for (int j = 0; j < p.length; j++) {
        // Relative to the nearest one: far points would all be 0 otherwise.
        p[j] = j == i ? 0 : Math.exp(-precision * (squares[j] - nearest));
        sum += p[j];
        mean += p[j] * (squares[j] - nearest);
      }
      double excess = Math.log(sum) + precision * mean / sum - entropy;
      for (int j = 0; j < p.length; j++) {
        p[j] /= sum;
      }
      if (Math.abs(excess) < 1e-5) {
        break;
      } else if (excess > 0) {
        low = precision;
        precision = Double.isInfinite(high) ? precision * 2 : (precision + high) / 2;
      } else {
        high = precision;
        precision = (precision + low) / 2;
      }
    }
    return p;
  }

  private static double[][] gradient(double[][] p, double[][] y, double exaggeration) {
    double total = total(y);
    double[][] slope = new double[y.length][2];
    IntStream.range(0, y.length)
        .parallel()
        .forEach(
            i -> {
              for (int j = 0; j < y.length; j++) {
                double near = nearness(y, i, j);
                double pull = 4 * (exaggeration * p[i][j] - near / total) * near;
                slope[i][0] += pull * (y[i][0] - y[j][0]);
                slope[i][1] += pull * (y[i][1] - y[j][1]);
              }
            });
    return slope;
  }

  private static void descend(
      double[][] y,
      double[][] slope,
      double[][] step,
      double[][] gain,
      double momentum,
      double rate) {
    for (int axis = 0; axis < 2; axis++) {
      double mean = 0;
      for (int i = 0; i < y.length; i++) {
        boolean onward = slope[i][axis] > 0 != step[i][axis] > 0;
        gain[i][axis] = Math.max(onward ? gain[i][axis] + 0.2 : gain[i][axis] * 0.8, 0.01);
        step[i][axis] = momentum * step[i][axis] - rate * gain[i][axis] * slope[i][axis];
        y[i][axis] += step[i][axis];
        mean += y[i][axis] / y.length;
      }
      for (double[] point : y) {
        point[axis] -= mean;
      }
    }
  }

  private static double divergence(double[][] p, double[][] y) {
    double total = total(y);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < y.length; j++) {
        if (i != j) {
          double q = Math.max(nearness(y, i, j) / total, SMALLEST);
          sum += p[i][j] * Math.log(p[i][j] / q);
        }
      }
    }
    return sum;
  }

  /** Row by row, so that the sum does not depend on how many cores add. */
  private static double total(double[][] y) {
    double[] rows =
        IntStream.range(0, y.length)
            .parallel()
            .mapToDouble(
                i -> {
                  double sum = 0;
                  for (int j = 0; j < y.length; j++) {
                    sum += i == j ? 0 : nearness(y, i, j);
                  }
                  return sum;
                })
            .toArray();
    double total = 0;
    for (double row : rows) {
      total += row;
    }
    return total;
  }

  /** Student's t with one degree of freedom, up to a factor. */
  private static double nearness(double[][] y, int i, int j) {
    double dx = y[i][0] - y[j][0];
    double dy = y[i][1] - y[j][1];
    return 1 / (1 + dx * dx + dy * dy);
  }
}
