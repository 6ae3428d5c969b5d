package org.g2face.photograph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.g2face.detect.Box;
import org.g2face.detect.DetectedFace;
import org.g2face.detect.Landmarks;
import org.g2face.detect.OnnxLandmarkDetector;
import org.g2face.detect.Point;
import org.g2face.detect.Scenes;
import org.g2face.detect.UltraFace;
import org.g2face.image.AffineMap;
import org.g2face.image.Mask;
import org.g2face.image.RgbImage;
import org.junit.jupiter.api.Test;

class FfhqCropTest {

  @Test
  void theFrameFollowsTheFormulaOfFfhq() {
    // Eyes 40 apart, the mouth 50 below: 1.8 * 50 = 90 is longer than 2 * 40.
    FfhqCrop frame =
        FfhqCrop.ofPoints(
            List.of(
                new Point(80, 100),
                new Point(120, 100),
                new Point(100, 125),
                new Point(85, 150),
                new Point(115, 150)));
    assertThat(frame.centre()).isEqualTo(new Point(100, 105));
    assertThat(frame.across().x()).isCloseTo(90, within(1e-9));
    assertThat(frame.across().y()).isCloseTo(0, within(1e-9));
    assertThat(frame.side()).isCloseTo(180, within(1e-9));
    AffineMap map = frame.toPhotograph(256);
    assertThat(map.x(0, 0)).isCloseTo(10, within(1e-9));
    assertThat(map.y(0, 0)).isCloseTo(15, within(1e-9));
    assertThat(map.x(256, 256)).isCloseTo(190, within(1e-9));
    assertThat(map.y(256, 256)).isCloseTo(195, within(1e-9));
  }

  @Test
  void aTurnedFaceHasATurnedFrame() {
    // The same face, a quarter turn clockwise: (x, y) -> (-y, x).
    FfhqCrop frame =
        FfhqCrop.ofPoints(
            List.of(
                new Point(-100, 80),
                new Point(-100, 120),
                new Point(-125, 100),
                new Point(-150, 85),
                new Point(-150, 115)));
    assertThat(frame.turn()).isCloseTo(90, within(1e-9));
    assertThat(frame.centre().x()).isCloseTo(-105, within(1e-9));
    assertThat(frame.centre().y()).isCloseTo(100, within(1e-9));
  }

  /** Over 1,143 crops of FFHQ's kind the eyes lie at (0.379, 0.474) and (0.621, 0.474). */
  @Test
  void eyesAndMouthsComeToLieWhereFfhqHasThem() throws IOException {
    try (UltraFace boxes = Scenes.ultraFace();
        OnnxLandmarkDetector network = Scenes.landmarks()) {
      for (Path portrait : Scenes.portraits().subList(0, 6)) {
        RgbImage image = Scenes.read(portrait);
        Landmarks landmarks = network.locate(image, boxes.detect(image).get(0).box());
        AffineMap inverse = FfhqCrop.ofPoints(landmarks.five()).toPhotograph(1).inverse();
        double[][] usual = {
          {0.379, 0.474}, {0.621, 0.474}, {0.499, 0.605}, {0.388, 0.737}, {0.611, 0.737}
        };
        for (int i = 0; i < 5; i++) {
          Point point = landmarks.five().get(i);
          double reach = i == 2 ? 0.12 : 0.06;
          assertThat(inverse.x(point.x(), point.y())).isCloseTo(usual[i][0], within(reach));
          assertThat(inverse.y(point.x(), point.y())).isCloseTo(usual[i][1], within(reach));
        }
      }
    }
  }

  @Test
  void aBoxAloneGivesAboutTheSameFrame() throws IOException {
    try (UltraFace boxes = Scenes.ultraFace();
        OnnxLandmarkDetector network = Scenes.landmarks()) {
      RgbImage image = Scenes.ALL.get(1).image();
      for (DetectedFace face : boxes.detect(image)) {
        FfhqCrop exact = FfhqCrop.ofPoints(network.locate(image, face.box()).five());
        FfhqCrop rough = FfhqCrop.ofBox(face.box());
        assertThat(rough.side() / exact.side()).isBetween(0.8, 1.3);
        assertThat(rough.centre().distance(exact.centre()) / exact.side()).isLessThan(0.15);
      }
    }
  }

  @Test
  void theMaskHoldsEveryLandmarkWithinTheCrop() throws IOException {
    try (UltraFace boxes = Scenes.ultraFace();
        OnnxLandmarkDetector network = Scenes.landmarks()) {
      for (Scenes.Scene scene : Scenes.ALL) {
        RgbImage image = scene.image();
        for (DetectedFace face : boxes.detect(image)) {
          Landmarks landmarks = network.locate(image, face.box());
          FfhqCrop frame = FfhqCrop.ofPoints(landmarks.five());
          Mask mask = FaceMask.of(landmarks, frame);
          AffineMap inverse = frame.toPhotograph(1).inverse();
          for (Point point : landmarks.points()) {
            double u = inverse.x(point.x(), point.y());
            double v = inverse.y(point.x(), point.y());
            boolean within = Math.min(Math.min(u, 1 - u), Math.min(v, 1 - v)) > 0.06;
            if (within) {
              assertThat(mask.at(u, v)).as(scene.name()).isGreaterThan(0.99);
            }
          }
          assertThat(mask.at(0.004, 0.5)).isLessThan(0.01);
          assertThat(mask.at(0.5, 0.004)).isLessThan(0.01);
        }
      }
    }
  }

  @Test
  void aBoxKnowsItsBounds() {
    Box bounds = new FfhqCrop(new Point(10, 20), new Point(3, 4)).bounds();
    assertThat(bounds).isEqualTo(new Box(3, 13, 17, 27));
  }
}
