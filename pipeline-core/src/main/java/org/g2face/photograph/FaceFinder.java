package org.g2face.photograph;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.g2face.anonymize.ReplacedFace.Alignment;
import org.g2face.detect.DetectedFace;
import org.g2face.detect.FaceDetector;
import org.g2face.detect.HeadPose;
import org.g2face.detect.HeadPoseEstimator;
import org.g2face.detect.LandmarkDetector;
import org.g2face.detect.Landmarks;
import org.g2face.detect.Point;
import org.g2face.image.RgbImage;

/**
 * Finds the faces of a photograph and aligns them, by landmarks if there is a network for them and
 * it is sure of itself, else by the detector's five points, else by the box.
 */
public final class FaceFinder implements AutoCloseable {
  /** Above it a fit of landmarks is rather wrong than right. */
  private static final double DOUBTFUL = 0.08;

  /** A fit that lies elsewhere than the box, or is of another size, is one of something else. */
  private static final double OFF_CENTRE = 0.35;

  private static final double OTHER_SIZE = 1.6;

  private final ValidatingDetector search;
  private final LandmarkDetector landmarks;
  private final HeadPoseEstimator pose;

  /**
   * Takes over what it is given, and closes it.
   *
   * @param landmarks or null for none
   * @param pose or null for none
   */
  public FaceFinder(FaceDetector detector, LandmarkDetector landmarks, HeadPoseEstimator pose) {
    this.search = new ValidatingDetector(detector);
    this.landmarks = landmarks;
    this.pose = pose;
  }

  /** Where faces are, none of them aligned yet. */
  List<DetectedFace> find(RgbImage photograph) {
    return search.faces(photograph);
  }

  /** Aligns a face, whoever found it. */
  PlacedFace place(RgbImage photograph, DetectedFace face) {
    Optional<HeadPose> turned =
        Optional.ofNullable(pose).map(network -> network.estimate(photograph, face.box()));
    FfhqCrop rough = FfhqCrop.ofBox(face.box());
    if (landmarks != null) {
      Landmarks fit = landmarks.locate(photograph, face.box());
      Optional<FfhqCrop> frame = frame(fit.five(), rough).filter(f -> fit.doubt() <= DOUBTFUL);
      if (frame.isPresent()) {
        return new PlacedFace(
            face,
            frame.get(),
            FaceMask.of(fit, frame.get()),
            Alignment.LANDMARKS,
            Optional.of(fit),
            turned);
      }
    }
    Optional<FfhqCrop> frame =
        face.points().isEmpty() ? Optional.empty() : frame(face.points(), rough);
    return new PlacedFace(
        face,
        frame.orElse(rough),
        FaceMask.generous(),
        frame.isPresent() ? Alignment.FIVE_POINTS : Alignment.BOX,
        Optional.empty(),
        turned);
  }

  private static Optional<FfhqCrop> frame(List<Point> points, FfhqCrop rough) {
    try {
      FfhqCrop frame = FfhqCrop.ofPoints(points);
      double ratio = frame.side() / rough.side();
      boolean same =
          frame.centre().distance(rough.centre()) <= OFF_CENTRE * rough.side()
              && ratio <= OTHER_SIZE
              && ratio >= 1 / OTHER_SIZE;
      return same ? Optional.of(frame) : Optional.empty();
    } catch (IllegalArgumentException e) {
      // Points that lie upon each other.
      return Optional.empty();
    }
  }

  /** Small ones first, so that what is painted last is what is in front. */
  static List<PlacedFace> inOrder(List<PlacedFace> faces) {
    Comparator<PlacedFace> order =
        Comparator.<PlacedFace>comparingDouble(face -> face.frame().side())
            .thenComparingDouble(face -> face.frame().centre().y())
            .thenComparingDouble(face -> face.frame().centre().x());
    return faces.stream().sorted(order).toList();
  }

  @Override
  public void close() {
    search.close();
    if (landmarks != null) {
      landmarks.close();
    }
    if (pose != null) {
      pose.close();
    }
  }
}
