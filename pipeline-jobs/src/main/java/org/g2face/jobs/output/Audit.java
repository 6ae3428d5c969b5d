package org.g2face.jobs.output;

import java.util.List;
import java.util.Map;

/**
 * The audit facts of an input, besides the row that tells what became of it.
 *
 * @param inputSha256 of the encoded bytes that were read, in hexadecimal; null if none were
 * @param inputBytes how many those are, or would be; negative if unknown
 * @param faces that were found in it; 0 where nothing could be looked for
 * @param scores what the decision rests on, by name
 * @param model identifies the networks
 * @param keyIds of the keys that were used; none if the scheme has no keys
 */
public record Audit(
    String inputSha256,
    long inputBytes,
    int faces,
    Map<String, Double> scores,
    String model,
    List<String> keyIds) {

  /** Copies the collections. */
  public Audit {
    scores = Map.copyOf(scores);
    keyIds = List.copyOf(keyIds);
  }
}
