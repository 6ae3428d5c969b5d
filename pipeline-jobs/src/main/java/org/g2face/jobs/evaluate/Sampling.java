package org.g2face.jobs.evaluate;

import java.util.Optional;

/**
 * The size of an evaluation's sample.
 *
 * @param count most images; all if empty
 * @param share of the images, 0 to 1; all if empty
 * @param stratify column of the originals' Parquet files within each of whose values the sample is
 *     drawn in proportion
 * @param seed decides on the sample together with the images' ids
 */
public record Sampling(
    Optional<Long> count, Optional<Double> share, Optional<String> stratify, String seed) {

  public Sampling {
    if (count.isPresent() && share.isPresent()) {
      throw new IllegalArgumentException("a sample is a number or a share, not both");
    }
    if (count.isPresent() && count.get() < 1) {
      throw new IllegalArgumentException("a sample has at least 1 image, not " + count.get());
    }
    if (share.isPresent() && !(share.get() > 0 && share.get() <= 1)) {
      throw new IllegalArgumentException(
          "a sample is a share above 0 and up to 1, not " + share.get());
    }
  }

  /** Every image. */
  public static Sampling all() {
    return new Sampling(Optional.empty(), Optional.empty(), Optional.empty(), "g2face");
  }

  /**
   * Reads a number such as {@code 1000} or a share such as {@code 0.1} or {@code 10%}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Sampling of(String text, Optional<String> stratify, String seed) {
    try {
      if (text.endsWith("%")) {
        double share = Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
        return new Sampling(Optional.empty(), Optional.of(share), stratify, seed);
      }
      return text.matches("\\d+")
          ? new Sampling(Optional.of(Long.valueOf(text)), Optional.empty(), stratify, seed)
          : new Sampling(Optional.empty(), Optional.of(Double.valueOf(text)), stratify, seed);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "a sample is a number such as 1000, or a share such as 0.1 or 10%, not " + text, e);
    }
  }

  /** Whether every image is looked at. */
  boolean takesAll() {
    return count.isEmpty() && share.isEmpty();
  }

  /** How many of all images. */
  long of(long images) {
    return Math.min(images, count.orElseGet(() -> Math.round(share.orElse(1.0) * images)));
  }
}
