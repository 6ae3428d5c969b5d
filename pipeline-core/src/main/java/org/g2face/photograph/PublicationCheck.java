package org.g2face.photograph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.g2face.detect.DetectedFace;
import org.g2face.detect.FaceDetector;
import org.g2face.image.Alpha;
import org.g2face.image.RgbImage;
import org.g2face.tensor.Cosine;

/**
 * Looks at a photograph before it is published, with other eyes than those that found the faces.
 *
 * @param detector a second one
 * @param embedder the judge of who is who
 * @param mostCosine a face whose cosine to the original is not below it is still the same person's
 */
public record PublicationCheck(FaceDetector detector, Embedder embedder, double mostCosine)
    implements AutoCloseable {

  /** How much a new face is the original one, -1 to 1; NaN if that cannot be said. */
  double cosine(RgbImage original, RgbImage published) {
    return Cosine.between(embedder.embed(original), embedder.embed(published));
  }

  boolean isSomebodyElse(double cosine) {
    // A NaN is not below anything.
    return cosine < mostCosine;
  }

  /** Faces in the new photograph that none of the replaced ones covers. */
  List<DetectedFace> leftOver(RgbImage picture, Optional<Alpha> alpha, List<PlacedFace> replaced) {
    ValidatingDetector search = new ValidatingDetector(detector);
    List<DetectedFace> found = new ArrayList<>(search.faces(picture));
    alpha.ifPresent(levels -> found.addAll(search.faces(levels.overWhite(picture))));
    return found.stream()
        .filter(face -> replaced.stream().noneMatch(other -> other.covers(face)))
        .toList();
  }

  @Override
  public void close() {
    detector.close();
    embedder.close();
  }
}
