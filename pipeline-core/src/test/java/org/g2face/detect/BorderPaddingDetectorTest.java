package org.g2face.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.g2face.image.RgbImage;
import org.junit.jupiter.api.Test;

class BorderPaddingDetectorTest {

  private static FaceDetector inWider(Box... boxes) {
    return new FaceDetector() {
      @Override
      public List<DetectedFace> detect(RgbImage image) {
        // 100 x 80 has a margin of 15.
        return image.width() == 100
            ? List.of(new DetectedFace(new Box(40, 20, 60, 45), 0.9))
            : List.of(boxes).stream().map(box -> new DetectedFace(box, 0.8)).toList();
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void facesThatTheMarginShowsAreWhereThePhotographHasThem() {
    RgbImage image = RgbImage.of(100, 80, new byte[24_000]);
    FaceDetector detector =
        inWider(
            new Box(5, 30, 25, 55), // Half of it is in the photograph.
            new Box(0, 30, 17, 55), // A mirror image.
            new Box(55, 36, 76, 61)); // The face that is known already.
    try (BorderPaddingDetector edges = new BorderPaddingDetector(detector, detector)) {
      assertThat(edges.detect(image).stream().map(DetectedFace::box))
          .containsExactly(new Box(40, 20, 60, 45), new Box(-10, 15, 10, 40));
    }
  }

  /** Two of the seven people are cut by the edge, one at the right and one at the left. */
  @Test
  void facesThatTheEdgeCutsAreFoundThroughTheirMirrorImages() throws IOException {
    RgbImage image = Scenes.ALL.get(5).image();
    try (BorderPaddingDetector edges =
        new BorderPaddingDetector(Scenes.ultraFace(), Scenes.ultraFace())) {
      List<Box> boxes = edges.detect(image).stream().map(DetectedFace::box).toList();
      assertThat(boxes).hasSize(7);
      assertThat(boxes.subList(5, 7)).anyMatch(box -> box.right() > image.width() + 20);
      assertThat(boxes.subList(5, 7)).anyMatch(box -> box.left() < -20);
    }
  }
}
