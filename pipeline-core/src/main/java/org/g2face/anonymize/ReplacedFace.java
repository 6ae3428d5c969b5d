package org.g2face.anonymize;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A face of a photograph and what became of it.
 *
 * @param left of its box in the photograph, in pixels, as are the others
 * @param score of the detector, on the detector's own scale
 * @param alignment what the crop was aligned by
 * @param pixelated whether it was pixelated and not redrawn
 * @param attempts how often it was redrawn until it could be published; 0 if pixelated
 * @param dummyId names the dummy identity; empty if pixelated
 * @param cosine between the recogniser's embeddings of the original and of the published face, -1
 *     to 1; empty if it was not measured
 */
public record ReplacedFace(
    double left,
    double top,
    double right,
    double bottom,
    double score,
    Alignment alignment,
    boolean pixelated,
    int attempts,
    Optional<String> dummyId,
    OptionalDouble cosine) {

  /** What a crop is aligned by; the less there is, the larger the part that is replaced. */
  public enum Alignment {
    LANDMARKS,
    FIVE_POINTS,
    BOX
  }
}
