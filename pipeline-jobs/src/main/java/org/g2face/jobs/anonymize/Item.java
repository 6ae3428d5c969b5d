package org.g2face.jobs.anonymize;

import org.g2face.anonymize.Face;
import org.g2face.jobs.output.Quarantined;
import org.g2face.vault.Original;

/** A decoded entry of the input, or why there is none. */
sealed interface Item {
  /**
   * A face for the networks.
   *
   * @param sourceWidth of the source image, upright, in pixels
   * @param sourceHeight of the source image, upright, in pixels
   * @param sourceLength bytes of its encoded form
   * @param sourceSha256 of its encoded form, in hexadecimal
   * @param original its encoded form, if that is needed later; else null
   */
  record Ready(
      Face face,
      String path,
      int sourceWidth,
      int sourceHeight,
      long sourceLength,
      String sourceSha256,
      Original original)
      implements Item {
    Quarantined quarantined(String reason, String detail) {
      return new Quarantined(face.imageId(), path, false, reason, detail, sourceLength);
    }
  }

  /**
   * Nothing to publish.
   *
   * @param sourceSha256 of its encoded form, in hexadecimal; null if it was not read
   */
  record Refused(Quarantined row, String sourceSha256) implements Item {}
}
