package org.g2face.model;

import java.util.List;

/**
 * The origin of the weights of one part. Free text is for people; nothing reads it.
 *
 * @param sources the files they were taken from; none for weights that were drawn or trained here
 * @param licence under which they may be used, or that it is not known
 * @param trainingData what they were trained on, or that it is not known
 * @param tool the program that wrote the package, with its version
 * @param date when, as a year-month-day the caller chooses
 */
public record Provenance(
    List<Source> sources, String licence, String trainingData, String tool, String date) {

  /**
   * A file.
   *
   * @param file its name without folders
   * @param sha256 64 lower-case hexadecimal digits
   */
  public record Source(String file, String sha256) {}

  public Provenance {
    sources = List.copyOf(sources);
  }

  /** Of weights that were drawn at random and know nothing yet. */
  public static Provenance drawn(long seed, String tool, String date) {
    return new Provenance(
        List.of(), "none needed", "none: drawn at random from seed " + seed, tool, date);
  }
}
