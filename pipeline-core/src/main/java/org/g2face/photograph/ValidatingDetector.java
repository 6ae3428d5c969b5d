package org.g2face.photograph;

import java.util.List;
import org.g2face.detect.Box;
import org.g2face.detect.DetectedFace;
import org.g2face.detect.FaceDetector;
import org.g2face.detect.Point;
import org.g2face.image.RgbImage;

/**
 * A detector of which nonsense is not believed: what it says of a photograph is either a list of
 * places that faces can have, or nothing at all.
 */
record ValidatingDetector(FaceDetector detector) implements AutoCloseable {
  /** A face that is cut by the edge of its photograph is not so many times as long as that. */
  private static final double LONGEST = 2;

  /**
   * @throws IllegalStateException if a face lies where none can lie
   */
  List<DetectedFace> faces(RgbImage image) {
    List<DetectedFace> faces = detector.detect(image);
    for (DetectedFace face : faces) {
      if (!isPossible(face, image)) {
        throw new IllegalStateException(
            "a detector found a face at %s in a photograph of %d x %d pixels"
                .formatted(face.box(), image.width(), image.height()));
      }
    }
    return faces;
  }

  private static boolean isPossible(DetectedFace face, RgbImage image) {
    Box box = face.box();
    double longest = LONGEST * Math.max(image.width(), image.height());
    boolean there =
        box.left() < image.width()
            && box.right() > 0
            && box.top() < image.height()
            && box.bottom() > 0;
    return there
        && box.width() <= longest
        && box.height() <= longest
        && Double.isFinite(face.score())
        && face.points().stream().map(Point::length).allMatch(Double::isFinite);
  }

  @Override
  public void close() {
    detector.close();
  }
}
