package org.g2face.photograph;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.Outcome;
import org.g2face.anonymize.PhotographResult;
import org.g2face.anonymize.PhotographResult.Treatment;
import org.g2face.image.RgbImage;

/** The handler of photographs in which no detector found a face. */
final class NoFaceHandler {
  static final String NO_FACE = "no_face";

  /** A blurred photograph is so many pixels long, enlarged again. */
  private static final int BLURRED = 16;

  private NoFaceHandler() {}

  /**
   * @param sealed goes with a photograph that is published as it is
   */
  static Outcome treat(Face photograph, Policy policy, Optional<byte[]> sealed) {
    RgbImage image = photograph.image();
    return switch (policy.noFace()) {
      case QUARANTINE ->
          new Outcome.Failed(NO_FACE, "no detector found a face; see photographs.no-face");
      case BLUR_WHOLE -> {
        RgbImage shown = photograph.alpha().map(alpha -> alpha.overWhite(image)).orElse(image);
        double scale = (double) BLURRED / Math.max(image.width(), image.height());
        RgbImage coarse =
            shown.resize(
                Math.max(1, (int) Math.min(image.width(), scale * image.width())),
                Math.max(1, (int) Math.min(image.height(), scale * image.height())));
        yield new Outcome.Done(
            coarse.resize(image.width(), image.height()),
            null,
            Map.of(PhotographTransform.FACES, 0.0),
            Optional.empty(),
            Optional.of(
                new PhotographResult(
                    Treatment.BLURRED, Optional.empty(), Optional.empty(), List.of())));
      }
      case PUBLISH ->
          new Outcome.Done(
              image,
              null,
              Map.of(PhotographTransform.FACES, 0.0),
              sealed,
              Optional.of(
                  new PhotographResult(
                      Treatment.UNCHANGED,
                      Optional.of(policy.reason()),
                      photograph.alpha(),
                      List.of())));
    };
  }
}
