package org.g2face.jobs.evaluate;

import java.util.List;
import java.util.Optional;
import org.g2face.anonymize.FaceTransformProvider;

/**
 * A model that is evaluated, by what it made of the originals.
 *
 * @param label its name in tables
 * @param anonymized URIs of the anonymized dataset; empty if there is none
 * @param recovered URIs of the dataset recovered from it; empty if there is none
 * @param model the package, for what can only be measured with its networks; empty if it is not at
 *     hand
 */
public record Subject(
    String label, List<String> anonymized, List<String> recovered, Optional<Package> model) {

  /**
   * A model package.
   *
   * @param uri its folder
   * @param anonymizer its networks, ready to anonymize
   * @param passwords how those in the anonymized pictures are read
   */
  public record Package(String uri, FaceTransformProvider anonymizer, Passwords passwords) {}

  public Subject {
    anonymized = List.copyOf(anonymized);
    recovered = List.copyOf(recovered);
  }
}
