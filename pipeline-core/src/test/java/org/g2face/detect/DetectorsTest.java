package org.g2face.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.g2face.detect.Scenes.Scene;
import org.g2face.image.RgbImage;
import org.g2face.onnx.OnnxException;
import org.g2face.onnx.OnnxSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DetectorsTest {

  @Test
  void ultraFaceFindsEveryAnnotatedFace() throws IOException {
    try (UltraFace detector = Scenes.ultraFace()) {
      for (Scene scene : Scenes.ALL) {
        assertThat(detector.detect(scene.image())).as(scene.name()).hasSize(scene.faces());
      }
      for (Path portrait : Scenes.portraits().subList(0, 8)) {
        assertThat(detector.detect(Scenes.read(portrait))).hasSize(1);
      }
    }
  }

  @Test
  void mtcnnAgreesWithUltraFace() throws IOException {
    try (UltraFace one = Scenes.ultraFace();
        Mtcnn other = Scenes.mtcnn()) {
      int missed = 0;
      for (Scene scene : Scenes.ALL) {
        RgbImage image = scene.image();
        List<DetectedFace> faces = other.detect(image);
        assertThat(faces).allMatch(face -> face.points().size() == 5);
        for (DetectedFace face : one.detect(image)) {
          missed += faces.stream().anyMatch(f -> f.box().overlap(face.box()) > 0.4) ? 0 : 1;
        }
      }
      assertThat(missed).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void tilesOfTheFirstNetworkGiveWhatTheWholeGives() throws IOException {
    RgbImage image = Scenes.ALL.get(3).image();
    byte[] p = Scenes.model("mtcnn-pnet.onnx");
    try (OnnxSession network = OnnxSession.open(p, "input", List.of("box", "prob"), Scenes.CPU)) {
      List<MtcnnCandidate> whole = new MtcnnProposalNet(network, 10_000).at(image, 0.6);
      List<MtcnnCandidate> tiled = new MtcnnProposalNet(network, 100).at(image, 0.6);
      assertThat(whole).isNotEmpty();
      assertThat(tiled.stream().map(MtcnnCandidate::box).toList())
          .containsExactlyInAnyOrderElementsOf(whole.stream().map(MtcnnCandidate::box).toList());
    }
  }

  @Test
  void theCascadeFindsMostFacesWithoutAnyFile() throws IOException {
    int found = 0;
    try (CascadeDetector detector = new CascadeDetector();
        UltraFace judge = Scenes.ultraFace()) {
      for (Scene scene : Scenes.ALL.subList(0, 3)) {
        RgbImage image = scene.image();
        List<DetectedFace> faces = detector.detect(image);
        for (DetectedFace face : judge.detect(image)) {
          found += faces.stream().anyMatch(f -> f.box().overlap(face.box()) > 0.3) ? 1 : 0;
        }
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(15);
  }

  @Test
  void theCascadeServesSeveralThreads() throws IOException {
    RgbImage image = Scenes.ALL.get(1).image();
    try (CascadeDetector detector = new CascadeDetector()) {
      List<DetectedFace> alone = detector.detect(image);
      List<CompletableFuture<List<DetectedFace>>> together =
          IntStream.range(0, 4)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> detector.detect(image)))
              .toList();
      assertThat(alone).isNotEmpty();
      assertThat(together).allSatisfy(f -> assertThat(f.join()).isEqualTo(alone));
    }
  }

  @Test
  void aPictureOfNothingHasNoFaces() {
    RgbImage grey = RgbImage.of(64, 48, new byte[64 * 48 * 3]);
    RgbImage pixel = RgbImage.of(1, 1, new byte[3]);
    try (CascadeDetector detector = new CascadeDetector()) {
      assertThat(detector.detect(grey)).isEmpty();
      assertThat(detector.detect(pixel)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 28})
  void tilesShowSmallFacesOfLargePhotographs(int side) throws IOException {
    Scene scene = Scenes.ALL.get(1);
    RgbImage image = scene.image();
    try (UltraFace alone = Scenes.ultraFace();
        TiledDetector tiled = new TiledDetector(Scenes.ultraFace(), 480, 0.97)) {
      double usual =
          alone.detect(image).stream().mapToDouble(f -> f.box().width()).min().orElseThrow();
      double scale = side / usual;
      RgbImage small = image.resize((int) (image.width() * scale), (int) (image.height() * scale));
      RgbImage large = onto(small, 2000, 1500, 700, 500);
      assertThat(alone.detect(large)).isEmpty();
      assertThat(tiled.detect(large)).hasSize(scene.faces());
    }
  }

  private static RgbImage onto(RgbImage image, int width, int height, int left, int top) {
    byte[] levels = new byte[width * height * RgbImage.CHANNELS];
    Arrays.fill(levels, (byte) 120);
    byte[] part = image.toBytes();
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(
          part, y * image.width() * 3, levels, ((top + y) * width + left) * 3, image.width() * 3);
    }
    return RgbImage.of(width, height, levels);
  }

  @Test
  void aFileOfAnotherContractIsRefused() throws IOException {
    byte[] other = Scenes.model("fr_landmark.onnx");
    assertThatThrownBy(() -> UltraFace.open(other, 0.7, Scenes.CPU))
        .isInstanceOf(OnnxException.class)
        .hasMessage("the network has no output of the name scores, but output");
  }
}
