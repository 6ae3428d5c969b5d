package org.g2face.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Verification over folds, as on LFW (Huang, Ramesh, Berg, Learned-Miller 2007): the threshold of
 * each fold comes from the pairs of all others.
 *
 * @param rates the true acceptance rate of each fold, 0 to 1
 */
public record Folds(List<Double> rates) {

  /**
   * A pair of faces that two recognisers' results were made from.
   *
   * @param same whether both show one person
   * @param threshold score by which the threshold is chosen: that of the original faces
   * @param score what is accepted or not: with the second face anonymized, for example
   */
  public record Scored(boolean same, double threshold, double score) {}

  public Folds {
    rates = List.copyOf(rates);
  }

  /**
   * Verifies.
   *
   * @param permitted share of the pairs of different people that may be accepted, 0 to 1
   * @param folds pairs by fold; each has pairs of one person, and the others together have pairs of
   *     both kinds
   * @throws IllegalArgumentException if they have not
   */
  public static Folds verify(double permitted, List<List<Scored>> folds) {
    List<Double> rates = new ArrayList<>();
    for (int held = 0; held < folds.size(); held++) {
      List<Scored> others = new ArrayList<>();
      for (int fold = 0; fold < folds.size(); fold++) {
        if (fold != held || folds.size() == 1) {
          others.addAll(folds.get(fold));
        }
      }
      double threshold =
          Verification.atFalseAcceptRate(
                  permitted, thresholds(others, true), thresholds(others, false))
              .threshold();
      double[] tried =
          folds.get(held).stream().filter(Scored::same).mapToDouble(Scored::score).toArray();
      if (tried.length == 0) {
        throw new IllegalArgumentException("fold " + held + " has no pair of one person");
      }
      long accepted = Arrays.stream(tried).filter(score -> score >= threshold).count();
      rates.add((double) accepted / tried.length);
    }
    return new Folds(rates);
  }

  private static double[] thresholds(List<Scored> pairs, boolean same) {
    return pairs.stream()
        .filter(pair -> pair.same() == same)
        .mapToDouble(Scored::threshold)
        .toArray();
  }

  /** The mean rate. */
  public double mean() {
    return stream().average().orElse(Double.NaN);
  }

  /** The standard deviation of the rates, divided by the number of folds less one. */
  public double deviation() {
    double mean = mean();
    return Math.sqrt(stream().map(r -> (r - mean) * (r - mean)).sum() / (rates.size() - 1));
  }

  private DoubleStream stream() {
    return rates.stream().mapToDouble(Double::doubleValue);
  }
}
