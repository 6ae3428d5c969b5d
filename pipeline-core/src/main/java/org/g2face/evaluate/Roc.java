package org.g2face.evaluate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The receiver operating characteristic of face verification: which share of the pairs of one
 * person is accepted, for each share of the pairs of different people that is.
 *
 * <p>Thresholds come from one set of scores, and other scores may be held against them: with those
 * of the originals and of anonymized faces, the curve tells what a system that was set up for real
 * faces makes of anonymized ones. Its point at a false accept rate is then that of {@link
 * Verification}, whose rule for thresholds it follows.
 *
 * @param points from no false accept to all of them, in steps that become wider as the rates do
 * @param same pairs of one person
 * @param different pairs of different people
 */
public record Roc(List<Point> points, long same, long different) implements Serializable {
  /** Steps a decade, beyond the first ones that are all there. */
  private static final double STEPS = 24;

  /**
   * A threshold, by what it accepts.
   *
   * @param falseAccepts share of the pairs of different people, 0 to 1
   * @param trueAccepts share of the pairs of one person, 0 to 1
   */
  public record Point(double falseAccepts, double trueAccepts) implements Serializable {}

  public Roc {
    points = List.copyOf(points);
  }

  /**
   * The curve of some pairs.
   *
   * @throws IllegalArgumentException if there are no pairs of a kind, or a score is not finite
   */
  public static Roc of(List<Folds.Scored> pairs) {
    double[] impostors =
        pairs.stream().filter(p -> !p.same()).mapToDouble(Folds.Scored::threshold).toArray();
    double[] tried =
        pairs.stream().filter(Folds.Scored::same).mapToDouble(Folds.Scored::score).toArray();
    double[] all = pairs.stream().mapToDouble(Folds.Scored::threshold).toArray();
    if (impostors.length == 0 || tried.length == 0) {
      throw new IllegalArgumentException("verification needs pairs of both kinds");
    }
    Arrays.sort(impostors);
    Arrays.sort(tried);
    Arrays.sort(all);
    // Sorted arrays have what is not finite at their ends.
    for (double[] scores : List.of(tried, all)) {
      if (!Double.isFinite(scores[0]) || !Double.isFinite(scores[scores.length - 1])) {
        throw new IllegalArgumentException("a score is not a finite number");
      }
    }
    List<Point> points = new ArrayList<>();
    for (int accepted = 0; accepted < impostors.length; accepted = next(accepted)) {
      Point point = point(accepted, impostors, tried, all);
      // Where impostors have equal scores, several numbers of them share a threshold.
      if (points.isEmpty() || point.falseAccepts() > last(points).falseAccepts()) {
        points.add(point);
      }
    }
    points.add(new Point(1, share(tried, all[0])));
    return new Roc(points, tried.length, impostors.length);
  }

  private static Point last(List<Point> points) {
    return points.get(points.size() - 1);
  }

  private static int next(int accepted) {
    return Math.max(accepted + 1, (int) Math.round(accepted * Math.pow(10, 1 / STEPS)));
  }

  /** The lowest threshold that accepts no more than so many impostors. */
  private static Point point(int accepted, double[] impostors, double[] tried, double[] all) {
    double rejected = impostors[impostors.length - 1 - accepted];
    int above = all.length - atLeast(all, Math.nextUp(rejected));
    double threshold = above < all.length ? all[above] : Double.POSITIVE_INFINITY;
    return new Point(share(impostors, threshold), share(tried, threshold));
  }

  private static double share(double[] ascending, double threshold) {
    return (double) atLeast(ascending, threshold) / ascending.length;
  }

  /** How many are no less than the threshold. */
  private static int atLeast(double[] ascending, double threshold) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < threshold) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return ascending.length - low;
  }

  /** The share of true accepts where at most so large a share of false ones is permitted. */
  public double at(double falseAccepts) {
    double rate = points.get(0).trueAccepts();
    for (Point point : points) {
      if (point.falseAccepts() <= falseAccepts + 1e-12) {
        rate = point.trueAccepts();
      }
    }
    return rate;
  }
}
