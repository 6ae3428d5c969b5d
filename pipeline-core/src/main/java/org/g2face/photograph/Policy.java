package org.g2face.photograph;

import java.io.Serializable;
import java.util.Optional;
import org.g2face.anonymize.Outcome;
import org.g2face.detect.HeadPose;

/**
 * The policy for photographs and faces that cannot be anonymized like the others.
 *
 * @param noFace where no detector found a face
 * @param reason why photographs without a face may be published as they are; null unless they may
 * @param unsuited where a face is too small for the model, or turned too far
 * @param smallest side of the aligned crop in the photograph, in pixels, below which a face is too
 *     small
 * @param farthestYaw degrees to either side beyond which a face is turned too far
 * @param farthestPitch degrees up or down, likewise
 * @param mostFaces of one photograph, at least 1; a photograph of more is refused, for each of them
 *     costs a pass of the networks
 */
public record Policy(
    NoFace noFace,
    String reason,
    Unsuited unsuited,
    double smallest,
    double farthestYaw,
    double farthestPitch,
    int mostFaces)
    implements Serializable {

  /** Reasons of quarantine. */
  public static final String FACE_TOO_SMALL = "face_too_small";

  public static final String POSE_TOO_EXTREME = "pose_too_extreme";

  /** What becomes of a photograph in which no face was found. */
  public enum NoFace {
    QUARANTINE,
    BLUR_WHOLE,
    PUBLISH
  }

  /** What becomes of a face that is not made for the model. */
  public enum Unsuited {
    PIXELATE,
    QUARANTINE
  }

  public Policy {
    if (mostFaces < 1) {
      throw new IllegalArgumentException("photographs have faces, at least one");
    }
    boolean given = reason != null && !reason.isBlank();
    if (noFace == NoFace.PUBLISH && !given) {
      throw new IllegalArgumentException(
          "photographs in which no face was found are published only for a stated reason: a"
              + " detector may have missed one");
    }
    if (noFace != NoFace.PUBLISH && given) {
      throw new IllegalArgumentException(
          "there is a reason to publish photographs without faces, but they are not published");
    }
  }

  /** Quarantine where nothing is found; pixels for faces that the model cannot draw. */
  public static Policy standard() {
    return new Policy(NoFace.QUARANTINE, null, Unsuited.PIXELATE, 16, 75, 60, 1000);
  }

  /** Why a face is not made for the model; empty if it is. */
  Optional<Outcome.Failed> judge(PlacedFace face) {
    double side = face.frame().side();
    if (side < smallest) {
      return Optional.of(
          new Outcome.Failed(
              FACE_TOO_SMALL, "the crop of a face is %.0f pixels wide".formatted(side)));
    }
    HeadPose pose = face.pose().orElse(new HeadPose(0, 0, 0));
    boolean extreme = Math.abs(pose.yaw()) > farthestYaw || Math.abs(pose.pitch()) > farthestPitch;
    return extreme
        ? Optional.of(
            new Outcome.Failed(
                POSE_TOO_EXTREME,
                "a head is turned by %.0f and nods by %.0f degrees"
                    .formatted(pose.yaw(), pose.pitch())))
        : Optional.empty();
  }
}
