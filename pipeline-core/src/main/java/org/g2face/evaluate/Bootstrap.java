package org.g2face.evaluate;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A mean over images with its uncertainty, by the Poisson bootstrap.
 *
 * <p>In each of many repetitions an image counts as often as a Poisson variable of mean 1 says,
 * which follows from the image's id (Chamandy, Muralidharan, Najmi, Naidu: Estimating uncertainty
 * for massive data streams, Google technical report, 2012). So nothing needs to be kept of an
 * image, parts of the data can be added in any order, and a rerun gives the same interval. Not for
 * several threads at once.
 */
public final class Bootstrap implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Repetitions; the interval's ends then lie at ranks 6 and 195. */
  static final int REPETITIONS = 200;

  /** P(Poisson(1) <= k) for k = 0, 1, ... */
  private static final double[] CUMULATIVE = cumulative();

  private final Sums values = new Sums(REPETITIONS + 1);
  private final long[] weights = new long[REPETITIONS + 1];

  /**
   * A mean.
   *
   * @param mean NaN of no values
   * @param standardError one standard deviation of the mean over the repetitions; NaN below two
   *     values
   * @param low where the 95 % interval begins: the 2.5th percentile of the repetitions' means
   * @param high where it ends: the 97.5th percentile
   * @param count values
   */
  public record Estimate(double mean, double standardError, double low, double high, long count) {}

  /** How often an image counts in each repetition; the same for all measures of the image. */
  public static int[] weightsOf(String imageId) {
    long state = seed(imageId);
    int[] weights = new int[REPETITIONS];
    for (int i = 0; i < REPETITIONS; i++) {
      state += 0x9E3779B97F4A7C15L;
      double uniform = (mix(state) >>> 11) * 0x1p-53;
      int weight = 0;
      while (weight < CUMULATIVE.length && uniform >= CUMULATIVE[weight]) {
        weight++;
      }
      weights[i] = weight;
    }
    return weights;
  }

  /**
   * Takes a value in.
   *
   * @param imageWeights {@link #weightsOf} the image that the value is of
   * @throws IllegalArgumentException if the value is not finite
   */
  public void add(double value, int[] imageWeights) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("a value is not a finite number");
    }
    values.add(REPETITIONS, value);
    weights[REPETITIONS]++;
    for (int i = 0; i < REPETITIONS; i++) {
      values.add(i, imageWeights[i] * value);
      weights[i] += imageWeights[i];
    }
  }

  /** Takes everything in that another part has taken in. */
  public void addAll(Bootstrap other) {
    values.addAll(other.values);
    for (int i = 0; i <= REPETITIONS; i++) {
      weights[i] += other.weights[i];
    }
  }

  /** The mean over all values. */
  public Estimate estimate() {
    long count = weights[REPETITIONS];
    double mean = values.value(REPETITIONS) / count;
    if (count < 2) {
      return new Estimate(mean, Double.NaN, Double.NaN, Double.NaN, count);
    }
    double[] means = new double[REPETITIONS];
    int kept = 0;
    for (int i = 0; i < REPETITIONS; i++) {
      // With a handful of images a repetition may have drawn none.
      if (weights[i] > 0) {
        means[kept++] = values.value(i) / weights[i];
      }
    }
    double[] drawn = Arrays.copyOf(means, kept);
    Arrays.sort(drawn);
    double centre = Arrays.stream(drawn).average().orElse(Double.NaN);
    double square = Arrays.stream(drawn).map(m -> (m - centre) * (m - centre)).sum();
    return new Estimate(
        mean,
        Math.sqrt(square / (kept - 1)),
        drawn[(int) Math.floor(0.025 * kept)],
        drawn[(int) Math.ceil(0.975 * kept) - 1],
        count);
  }

  /** FNV-1a over the id's characters. */
  private static long seed(String imageId) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < imageId.length(); i++) {
      hash = (hash ^ imageId.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }

  /** The output function of SplitMix64 (Steele, Lea, Flood 2014), which spreads all bits. */
  private static long mix(long z) {
    long mixed = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }

  private static double[] cumulative() {
    double[] cumulative = new double[18];
    double term = Math.exp(-1);
    double sum = 0;
    for (int k = 0; k < cumulative.length; k++) {
      sum += term;
      cumulative[k] = sum;
      term /= k + 1;
    }
    return cumulative;
  }
}
