package org.g2face.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.g2face.Fixtures;
import org.g2face.builtin.Golden;
import org.g2face.builtin.GoldenPictures;
import org.g2face.detect.Scenes.Scene;
import org.g2face.image.RgbImage;
import org.g2face.photograph.FfhqCrop;
import org.junit.jupiter.api.Test;

/** The detector and the landmarks that come along. */
class BuiltinDetectorsTest {

  /** Boxes and scores are those of face-api.js, which suppresses what overlaps by half. */
  @Test
  void theDetectorFindsWhatItsPackageFinds() throws IOException {
    JsonNode golden = Golden.read();
    try (SsdDetector detector = SsdDetector.open(0.4, Scenes.CPU)) {
      for (Map.Entry<String, RgbImage> picture : GoldenPictures.all().entrySet()) {
        List<DetectedFace> faces = detector.detect(picture.getValue().resize(512, 512));
        List<JsonNode> wanted = Golden.list(golden.get(picture.getKey()).get("faces"), 0.4);
        assertThat(faces).as(picture.getKey()).hasSize(wanted.size());
        for (int i = 0; i < wanted.size(); i++) {
          Box box = faces.get(i).box();
          assertThat(box.left()).isEqualTo(wanted.get(i).get(0).asDouble(), within(0.05));
          assertThat(box.top()).isEqualTo(wanted.get(i).get(1).asDouble(), within(0.05));
          assertThat(faces.get(i).score()).isEqualTo(wanted.get(i).get(4).asDouble(), within(1e-4));
        }
      }
    }
  }

  @Test
  void theDetectorFindsEveryAnnotatedFaceAndNothingElse() throws IOException {
    try (SsdDetector detector = SsdDetector.open(0.4, Scenes.CPU)) {
      for (Scene scene : Scenes.ALL) {
        assertThat(detector.detect(scene.image())).as(scene.name()).hasSize(scene.faces());
      }
      for (Path portrait : Scenes.portraits()) {
        assertThat(detector.detect(Scenes.read(portrait))).as("%s", portrait).hasSize(1);
      }
    }
  }

  /** One of the seven people is cut by the edge, and seen by the second look alone. */
  @Test
  void withTheCascadesVoteTheMarginShowsAFaceThatTheEdgeCuts() throws IOException {
    RgbImage selfie = Scenes.ALL.get(5).image();
    VotingDetector voting =
        new VotingDetector(SsdDetector.open(0.1, Scenes.CPU), 0.3, new CascadeDetector());
    try (BorderPaddingDetector detector = new BorderPaddingDetector(voting, voting)) {
      assertThat(detector.detect(selfie)).hasSize(7);
    }
  }

  /**
   * FFHQ's own crop of the samples, which were aligned by other landmarks, is the whole picture.
   */
  @Test
  void landmarksPlaceFfhqsCropOfAlignedFaces() throws IOException {
    try (SsdDetector boxes = SsdDetector.open(0.4, Scenes.CPU);
        DenseLandmarkDetector network = DenseLandmarkDetector.open(Scenes.CPU)) {
      for (String name :
          List.of("eileen-collins", "grace-hopper-1", "grace-hopper-1984", "katherine-johnson")) {
        RgbImage face = GoldenPictures.sample("faces/" + name);
        Landmarks fit = network.locate(face, boxes.detect(face).get(0).box());
        FfhqCrop crop = FfhqCrop.ofPoints(fit.five());
        assertThat(crop.side()).as(name).isEqualTo(face.width(), within(0.08 * face.width()));
        Point middle = new Point(face.width() / 2.0, face.height() / 2.0);
        assertThat(crop.centre().distance(middle)).as(name).isLessThan(0.04 * face.width());
        assertThat(fit.doubt()).as(name).isLessThan(0.08);
      }
    }
  }

  @Test
  void landmarksAgreeWithThoseOfAnotherNetwork() throws IOException {
    try (SsdDetector boxes = SsdDetector.open(0.4, Scenes.CPU);
        OnnxLandmarkDetector other = Scenes.landmarks();
        DenseLandmarkDetector network = DenseLandmarkDetector.open(Scenes.CPU)) {
      for (Path portrait : Scenes.portraits().subList(0, 12)) {
        RgbImage image = Scenes.read(portrait);
        Box box = boxes.detect(image).get(0).box();
        Landmarks one = network.locate(image, box);
        Landmarks two = other.locate(image, box);
        double gap =
            IntStream.range(0, Landmarks.COUNT)
                .mapToDouble(i -> one.points().get(i).distance(two.points().get(i)))
                .average()
                .orElseThrow();
        assertThat(gap / two.eyeDistance()).isLessThan(0.06);
      }
    }
  }

  @Test
  void facesThatFillTheirPictureAreFoundInASmallCopyOfIt() throws IOException {
    RgbImage face = GoldenPictures.sample("faces/eileen-collins");
    RgbImage blurred = face.resize(96, 96).crop(14, 14, 68, 76);
    try (SsdDetector alone = SsdDetector.open(0.4, Scenes.CPU)) {
      FaceDetector both = new CloseUpDetector(alone);
      assertThat(alone.detect(blurred)).isEmpty();
      List<DetectedFace> found = both.detect(blurred);
      assertThat(found).hasSize(1);
      Point centre = found.get(0).box().centre();
      assertThat(centre.x()).isEqualTo(34, within(6.0));
      // What was found already is not found twice.
      for (Scene scene : Scenes.ALL) {
        assertThat(both.detect(scene.image())).as(scene.name()).hasSize(scene.faces());
      }
    }
  }

  @Test
  void alignedFacesOfLfwAreFound() throws IOException {
    Path folder = Fixtures.path("faces/pairs/images");
    int found = 0;
    try (var files = Files.list(folder);
        CloseUpDetector detector = new CloseUpDetector(SsdDetector.open(0.4, Scenes.CPU))) {
      for (Path file : files.sorted().limit(40).toList()) {
        found += detector.detect(Scenes.read(file)).isEmpty() ? 0 : 1;
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(39);
  }

  @Test
  void aPictureOfNothingHasNoFaces() {
    RgbImage pixel = RgbImage.of(1, 1, new byte[3]);
    RgbImage wide = RgbImage.of(900, 2, new byte[900 * 2 * 3]);
    try (SsdDetector detector = SsdDetector.open(0.2, Scenes.CPU)) {
      assertThat(detector.detect(pixel)).isEmpty();
      assertThat(detector.detect(wide)).isEmpty();
    }
  }
}
