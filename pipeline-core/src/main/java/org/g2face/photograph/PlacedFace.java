package org.g2face.photograph;

import java.util.Optional;
import org.g2face.anonymize.ReplacedFace.Alignment;
import org.g2face.detect.DetectedFace;
import org.g2face.detect.HeadPose;
import org.g2face.detect.Landmarks;
import org.g2face.detect.Point;
import org.g2face.image.AffineMap;
import org.g2face.image.Mask;

/**
 * A face, where its crop lies and what of the crop is replaced.
 *
 * @param landmarks that the frame was fitted to, if it was
 * @param pose if there is a network for it
 */
record PlacedFace(
    DetectedFace found,
    FfhqCrop frame,
    Mask mask,
    Alignment alignment,
    Optional<Landmarks> landmarks,
    Optional<HeadPose> pose) {
  private static final double MUCH_LARGER = 1.3;

  /** Whether what a detector finds in the new photograph is this face. */
  boolean covers(DetectedFace other) {
    AffineMap inverse = frame.toPhotograph(1).inverse();
    Point centre = other.box().centre();
    double u = inverse.x(centre.x(), centre.y());
    double v = inverse.y(centre.x(), centre.y());
    return mask.at(u, v) >= 0.5
        && Math.max(other.box().width(), other.box().height()) <= MUCH_LARGER * frame.side();
  }

  /** Whether painting one of them may change what the other one's crop shows. */
  boolean touches(PlacedFace other) {
    var one = frame.bounds();
    var two = other.frame.bounds();
    return one.left() < two.right()
        && two.left() < one.right()
        && one.top() < two.bottom()
        && two.top() < one.bottom();
  }
}
