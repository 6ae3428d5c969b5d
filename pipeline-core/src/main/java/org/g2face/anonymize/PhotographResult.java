package org.g2face.anonymize;

import java.util.List;
import java.util.Optional;
import org.g2face.image.Alpha;

/**
 * The result for a whole photograph, besides its new picture.
 *
 * @param treatment what was done with it
 * @param reason why it was published without a face, in the words of whoever decided so; else empty
 * @param alpha what is transparent of it
 * @param faces that were found, in the order in which they were painted
 */
public record PhotographResult(
    Treatment treatment, Optional<String> reason, Optional<Alpha> alpha, List<ReplacedFace> faces) {

  /** Copies the faces. */
  public PhotographResult {
    faces = List.copyOf(faces);
  }

  /** What was done with a photograph. */
  public enum Treatment {
    /** Every face that was found is another one, or pixelated. */
    ANONYMIZED,
    /** No face was found, and the whole photograph is blurred. */
    BLURRED,
    /** No face was found, and the photograph is as it was. */
    UNCHANGED,
    /** Faces were brought back. */
    RECOVERED
  }
}
