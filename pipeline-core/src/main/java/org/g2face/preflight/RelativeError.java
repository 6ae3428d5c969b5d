package org.g2face.preflight;

import java.util.Locale;

/**
 * An error, measured by what it is an error of.
 *
 * @param share 0.01 for 1 %; what is no number has an infinite one
 */
public record RelativeError(double share) implements Comparable<RelativeError> {
  private static final double LARGEST_PERCENT = 1000;

  public RelativeError {
    if (!(share >= 0)) {
      share = Double.POSITIVE_INFINITY;
    }
  }

  /** Whether it is no more than that. */
  public boolean within(double tolerance) {
    return share <= tolerance;
  }

  /** Whether there are numbers at all. */
  public boolean isNumber() {
    return Double.isFinite(share);
  }

  @Override
  public int compareTo(RelativeError other) {
    return Double.compare(share, other.share);
  }

  /** In per cent, with two digits. */
  @Override
  public String toString() {
    double percent = 100 * share;
    if (percent > LARGEST_PERCENT) {
      return "more than 1000 %";
    }
    return String.format(Locale.ROOT, percent < 10 ? "%.2g %%" : "%.0f %%", percent);
  }
}
