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
public record EvaluatedModel(
    String label, List<String> anonymized, List<String> recovered, Optional<ModelUse> model) {

  /**
   * A model package.
   *
   * @param uri its folder
   * @param anonymizer its networks, ready to anonymize
   * @param passwords how those in the anonymized pictures are read
   */
  public record ModelUse(String uri, FaceTransformProvider anonymizer, PayloadReading passwords) {}

  public EvaluatedModel {
    anonymized = List.copyOf(anonymized);
    recovered = List.copyOf(recovered);
  }
}
