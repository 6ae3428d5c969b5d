package org.g2face.evaluate;

import java.io.Serializable;

/**
 * Mean and covariance of vectors that arrive in parts and in any order.
 *
 * <p>Sums of all products of two coordinates are kept, exact to about 2^-100: neither the order nor
 * how the vectors were divided into parts shows in the result, and vectors far from the origin cost
 * no digits. For d coordinates that takes 8 d^2 bytes. Not for several threads at once.
 */
public final class Moments implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Vectors that are added together, for a row of sums to stay in the processor's cache. */
  private static final int BLOCK = 16;

  private final int dimensions;
  // Of the vectors with a 1 behind the last coordinate: its products are the sums and the count.
  private final Sums products;
  private final double[][] waiting = new double[BLOCK][];
  private int waitingCount;

  /**
   * @param dimensions coordinates of each vector
   */
  public Moments(int dimensions) {
    if (dimensions < 1) {
      throw new IllegalArgumentException("vectors of " + dimensions + " coordinates");
    }
    this.dimensions = dimensions;
    this.products = new Sums(offset(dimensions, dimensions) + 1);
  }

  public int dimensions() {
    return dimensions;
  }

  /**
   * Takes a vector in.
   *
   * @throws IllegalArgumentException if it has another length or a coordinate is not finite
   */
  public void add(float[] vector) {
    if (vector.length != dimensions) {
      throw new IllegalArgumentException(vector.length + " coordinates instead of " + dimensions);
    }
    double[] extended = new double[dimensions + 1];
    for (int i = 0; i < dimensions; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException("a coordinate is not a finite number");
      }
      extended[i] = vector[i];
    }
    extended[dimensions] = 1;
    waiting[waitingCount++] = extended;
    if (waitingCount == BLOCK) {
      settle();
    }
  }

  /** Takes everything in that another part has taken in. */
  public void addAll(Moments other) {
    if (other.dimensions != dimensions) {
      throw new IllegalArgumentException(
          other.dimensions + " coordinates instead of " + dimensions);
    }
    other.settle();
    products.addAll(other.products);
  }

  private void settle() {
    for (int i = 0; i <= dimensions; i++) {
      for (int v = 0; v < waitingCount; v++) {
        products.addProducts(offset(i, i), waiting[v][i], waiting[v], i);
      }
    }
    waitingCount = 0;
  }

  /** How many vectors were taken in. */
  public long count() {
    settle();
    return (long) products.value(offset(dimensions, dimensions));
  }

  /** The mean of each coordinate. */
  public double[] mean() {
    double count = count();
    double[] mean = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      mean[i] = products.value(offset(i, dimensions)) / count;
    }
    return mean;
  }

  /**
   * The sample covariance (divided by count - 1) of two coordinates, {@code i <= j}; needs two
   * vectors.
   */
  public double covariance(int i, int j) {
    double count = count();
    return products.lessProduct(offset(i, j), offset(i, dimensions), offset(j, dimensions), count)
        / (count - 1);
  }

  /** Where the product of coordinates i and j, {@code i <= j}, is kept: the upper triangle. */
  private int offset(int i, int j) {
    return Math.toIntExact((long) i * (dimensions + 1) - (long) i * (i - 1) / 2 + (j - i));
  }
}
