package org.g2face.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.g2face.image.RgbImage;
import org.junit.jupiter.api.Test;

class VotingDetectorTest {
  private static final RgbImage PICTURE = RgbImage.of(100, 100, new byte[30_000]);

  private final List<String> asked = new ArrayList<>();

  private final class Fake implements FaceDetector {
    private final String name;
    private final List<DetectedFace> faces;
    private boolean closed;

    private Fake(String name, DetectedFace... faces) {
      this.name = name;
      this.faces = List.of(faces);
    }

    @Override
    public List<DetectedFace> detect(RgbImage image) {
      asked.add(name);
      return faces;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static DetectedFace face(double left, double side, double score) {
    return new DetectedFace(new Box(left, 10, left + side, 10 + side), score);
  }

  @Test
  void aVoteDecidesOnWhatTheFirstIsNotSureOf() {
    DetectedFace sure = face(0, 20, 0.9);
    DetectedFace confirmed = face(40, 20, 0.2);
    DetectedFace alone = face(70, 20, 0.2);
    Fake voter = new Fake("voter", face(42, 20, 7), face(20, 15, 9));
    VotingDetector both = new VotingDetector(new Fake("first", sure, confirmed, alone), 0.3, voter);

    assertThat(both.detect(PICTURE)).containsExactly(sure, confirmed);
    both.close();
    assertThat(voter.closed).isTrue();
  }

  /** A cascade's window around a face is no vote for a small thing beside it. */
  @Test
  void aVoteIsOnePlaceAndSize() {
    VotingDetector both =
        new VotingDetector(
            new Fake("first", face(10, 10, 0.2)), 0.3, new Fake("voter", face(0, 60, 9)));
    assertThat(both.detect(PICTURE)).isEmpty();
  }

  @Test
  void nobodyIsAskedForAVoteThatDecidesNothing() {
    new VotingDetector(new Fake("first", face(0, 20, 0.9)), 0.3, new Fake("voter")).detect(PICTURE);
    assertThat(asked).containsExactly("first");
  }
}
