package org.g2face.evaluate;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Face verification at a fixed rate of false accepts: TAR at FAR.
 *
 * <p>Two faces are accepted as one person if their score is at least the threshold.
 *
 * @param threshold the lowest of the scores at which no more than the permitted share of pairs of
 *     different people is accepted; positive infinity if every score accepts too many
 * @param trueAcceptRate share of the pairs of one person that is accepted, 0 to 1
 * @param falseAcceptRate share of the pairs of different people that is accepted, 0 to 1
 */
public record Verification(double threshold, double trueAcceptRate, double falseAcceptRate) {
  /** So that 0.29 of 100 pairs are 29 of them. */
  private static final double ROUNDING = 1e-9;

  /**
   * @param same scores of pairs of one person, such as cosines of their embeddings
   * @param different scores of pairs of different people; at least {@code 1 / falseAcceptRate} of
   *     them, or the result rests on no false accept at all
   * @throws IllegalArgumentException if there are no scores of a kind, or some are not finite
   */
  public static Verification atFalseAcceptRate(
      double permitted, double[] same, double[] different) {
    if (same.length == 0 || different.length == 0) {
      throw new IllegalArgumentException("verification needs pairs of both kinds");
    }
    double[] all =
        DoubleStream.concat(Arrays.stream(same), Arrays.stream(different)).sorted().toArray();
    if (!Arrays.stream(all).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a score is not a finite number");
    }
    double[] impostors = different.clone();
    Arrays.sort(impostors);
    int acceptable = (int) Math.floor(permitted * impostors.length + ROUNDING);
    double rejected =
        acceptable < impostors.length
            ? impostors[impostors.length - 1 - acceptable]
            : Double.NEGATIVE_INFINITY;
    double threshold =
        Arrays.stream(all)
            .filter(score -> score > rejected)
            .findFirst()
            .orElse(Double.POSITIVE_INFINITY);
    return new Verification(threshold, share(same, threshold), share(different, threshold));
  }

  private static double share(double[] scores, double threshold) {
    long accepted = Arrays.stream(scores).filter(score -> score >= threshold).count();
    return (double) accepted / scores.length;
  }
}
