package org.g2face.anonymize;

import java.util.Map;
import java.util.Optional;
import org.g2face.image.RgbImage;

/** The result for one face: a new picture, or why there is none. */
public sealed interface Outcome {
  /**
   * A face that may be published.
   *
   * @param image the new face
   * @param dummyId names the dummy identity that replaced the original one; null where none did
   * @param checks what was measured on the new face, by name, such as {@code bit_error_rate}
   * @param sealed what brings the original back, encrypted, for the picture's file; empty where
   *     there is no key for it, or the picture itself hides it
   * @param whole more of a whole photograph; empty for a crop
   */
  record Done(
      RgbImage image,
      String dummyId,
      Map<String, Double> checks,
      Optional<byte[]> sealed,
      Optional<PhotographResult> whole)
      implements Outcome {
    /** Copies the checks. */
    public Done {
      checks = Map.copyOf(checks);
    }

    /** A crop. */
    public Done(RgbImage image, String dummyId, Map<String, Double> checks) {
      this(image, dummyId, checks, Optional.empty(), Optional.empty());
    }

    /** The same with something sealed into the file. */
    public Done with(byte[] seal) {
      return new Done(image, dummyId, checks, Optional.of(seal), whole);
    }
  }

  /**
   * A face for which there is nothing to publish.
   *
   * @param reason a code for programs, in lower case with underscores
   * @param detail the reason for a person; never a piece of the image
   * @param faces that were found in the photograph; 0 for a crop, and where nobody has looked
   */
  record Failed(String reason, String detail, int faces) implements Outcome {

    /** A crop. */
    public Failed(String reason, String detail) {
      this(reason, detail, 0);
    }

    /** The same of a photograph in which faces were found. */
    public Failed among(int found) {
      return new Failed(reason, detail, found);
    }

    /** The generator's result holds a NaN or an infinity. */
    static Failed nonFinite() {
      return new Failed(
          "non_finite_output", "the networks computed values that are no numbers for this face");
    }
  }
}
