package org.g2face.detect;

import java.util.List;
import org.g2face.image.RgbImage;

/**
 * Two detectors of which the second has a vote: what the first is sure of counts, and what it is
 * not so sure of counts if the second sees it, too. What the second sees alone does not, for it
 * takes collars for faces.
 */
public final class VotingDetector implements FaceDetector {
  /** Two findings mean one face if they overlap more. */
  private static final double SAME_PLACE = 0.5;

  private final FaceDetector first;
  private final double sure;
  private final FaceDetector voter;

  /**
   * Takes over both, and closes them.
   *
   * @param first gives what it is not sure of, too
   * @param sure score from which on its findings count without the other's vote
   */
  public VotingDetector(FaceDetector first, double sure, FaceDetector voter) {
    this.first = first;
    this.sure = sure;
    this.voter = voter;
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    List<DetectedFace> found = first.detect(image);
    if (found.stream().allMatch(face -> face.score() >= sure)) {
      return found;
    }
    List<DetectedFace> votes = voter.detect(image);
    return found.stream()
        .filter(
            face ->
                face.score() >= sure
                    || votes.stream().anyMatch(v -> v.box().overlap(face.box()) > SAME_PLACE))
        .toList();
  }

  @Override
  public void close() {
    first.close();
    voter.close();
  }
}
