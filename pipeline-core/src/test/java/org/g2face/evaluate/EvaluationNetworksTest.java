package org.g2face.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.g2face.Fixtures;
import org.g2face.builtin.GoldenPictures;
import org.g2face.external.NetworkSpecException;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.io.LocalFileStore;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxFiles;
import org.g2face.tensor.Cosine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationNetworksTest {
  private static final Execution CPU = Execution.onCpu(1);

  @TempDir private Path folder;

  /** The configuration that is shipped, with the networks that development has. */
  @Test
  void theShippedContractsHoldForTheNetworksThatAreThere() throws IOException {
    Path models = Fixtures.path("models");
    Map<String, EvaluationSpec> contracts =
        EvaluationSpecConf.read(shipped().getConfig("networks"));
    try (EvaluationNetworks judges =
        EvaluationNetworks.open(contracts, new LocalFileStore(models)::open, 256, CPU)) {
      assertThat(judges.absent())
          .containsOnlyKeys(
              "facenet-vggface2",
              "facenet-casia",
              "arcface",
              "adaface",
              "inception-v3",
              "d3dfr",
              "deca",
              "hopenet",
              "fsanet",
              "lpips",
              "dlib")
          .containsEntry("arcface", "no file arcface-ms1mv3-r50.onnx");
      Path pictures = Fixtures.path("faces/pairs/images");
      FaceAnalysis sight = judges.look(decode(first(pictures, 0)));
      FaceAnalysis again = judges.look(decode(first(pictures, 0)));
      FaceAnalysis another = judges.look(decode(first(pictures, 5)));

      float[] embedding = sight.identities().get("mobilefacenet");
      assertThat(embedding).hasSize(128);
      assertThat(Cosine.between(embedding, again.identities().get("mobilefacenet")))
          .isCloseTo(1, within(1e-9));
      assertThat(sight.points().get("mtcnn")).hasSize(5);
      assertThat(sight.points().get("landmarks-68")).hasSize(68);
      // Both see the left eye of an aligned crop where such crops have it.
      float[] eye = sight.points().get("mtcnn").get(0);
      assertThat(eye[0]).isCloseTo(0.379f * 256, within(12f));
      assertThat(eye[1]).isCloseTo(0.474f * 256, within(12f));
      assertThat(FaceAnalysis.distance(eye, sight.points().get("landmarks-68").get(37)))
          .isLessThan(15);
      assertThat(sight.boxes()).containsOnlyKeys("mtcnn", "ultraface", "ssd");
      assertThat(Math.abs(sight.turns().get("3ddfa")[0])).isLessThan(45);
      assertThat(judges.unlikeness("lpips-squeezenet", sight, again)).isZero();
      assertThat(judges.unlikeness("lpips-squeezenet", sight, another)).isGreaterThan(0.1);
      assertThat(
              FaceAnalysis.meanDistance(
                  sight.points().get("landmarks-68"), another.points().get("landmarks-68")))
          .isBetween(0.5, 60.0);
    }
  }

  /** Whatever has no file is there, whoever has cloned the project. */
  @Test
  void theNetworksThatComeAlongNeedNoFiles() throws IOException {
    Config all = shipped().getConfig("networks");
    Config config =
        ConfigFactory.empty()
            .withValue("ssd", all.getValue("ssd"))
            .withValue("ssd-landmarks", all.getValue("ssd-landmarks"))
            .withValue("dlib-resnet", all.getValue("dlib-resnet"));
    RgbImage face = GoldenPictures.sample("faces/eileen-collins");
    try (EvaluationNetworks judges =
        EvaluationNetworks.open(
            EvaluationSpecConf.read(config), new LocalFileStore(folder)::open, 256, CPU)) {
      assertThat(judges.absent()).isEmpty();
      FaceAnalysis sight = judges.look(face);
      assertThat(sight.identities().get("dlib-resnet")).hasSize(128);
      assertThat(judges.recognise(face).identities().get("dlib-resnet"))
          .isEqualTo(sight.identities().get("dlib-resnet"));
      assertThat(sight.boxes()).containsOnlyKeys("ssd");
      assertThat(sight.points().get("ssd-landmarks")).hasSize(68);
      assertThat(sight.points().get("ssd-landmarks").get(30)[0]).isCloseTo(128, within(16f));
    }
  }

  @Test
  void aNetworkThatComesAlongServesForOneThing() {
    assertWrong(
        "a { kind = recogniser, file = \"builtin:ssd-mobilenet-v1\" }", "does not serve here");
    assertWrong(
        "a { kind = recogniser, file = \"builtin:face-resnet-128\", box = [0, 0, 1, 1] }",
        "has no use for box");
    assertWrong(
        "a { kind = detector, decoding = ssd, file = a.onnx, score = 0.4 }",
        "a detector of kind ssd has 0 ONNX files, not 1");
    assertWrong(
        "a { kind = landmarks, file = \"builtin:face-age-sex\", detector = b }",
        "does not serve here");
  }

  @Test
  void aPictureWithoutAFaceShowsNone() throws IOException {
    Path models = Fixtures.path("models");
    Config all = shipped().getConfig("networks");
    Config config =
        ConfigFactory.empty()
            .withValue("ultraface", all.getValue("ultraface"))
            .withValue("landmarks-68", all.getValue("landmarks-68"))
            .withValue("3ddfa", all.getValue("\"3ddfa\""));
    byte[] grey = new byte[64 * 64 * 3];
    Arrays.fill(grey, (byte) 128);
    try (EvaluationNetworks judges =
        EvaluationNetworks.open(
            EvaluationSpecConf.read(config), new LocalFileStore(models)::open, 128, CPU)) {
      FaceAnalysis sight = judges.look(RgbImage.of(64, 64, grey));
      assertThat(sight.boxes()).isEmpty();
      assertThat(sight.points()).isEmpty();
      assertThat(sight.turns()).isEmpty();
    }
  }

  @Test
  void vectorsMeanWhatTheContractSays() throws IOException {
    Files.write(folder.resolve("means.onnx"), OnnxFiles.means());
    String input =
        "file = means.onnx, input = x, output = means, box = [0, 0, 1, 1], width = 2, height = 2,"
            + " colours = rgb, mean = [0, 0, 0], deviation = [1, 1, 1]";
    Config config =
        ConfigFactory.parseString(
            """
            who { kind = recogniser, %1$s }
            look { kind = features, %1$s }
            shape { kind = geometry, shape = [0, 2], expression = [2, 3], %1$s }
            turn { kind = pose, decoding = degrees, %1$s }
            gone { kind = landmarks, file = means.onnx, detector = nobody }
            nobody { kind = detector, decoding = ultraface, file = absent.onnx, score = 0.5 }
            """
                .formatted(input));
    byte[] red = new byte[4 * 4 * 3];
    for (int i = 0; i < red.length; i += 3) {
      red[i] = (byte) 255;
      red[i + 1] = 51;
    }
    try (EvaluationNetworks judges = open(config.withoutPath("gone"))) {
      FaceAnalysis sight = judges.look(RgbImage.of(4, 4, red));
      assertThat(sight.identities().get("who"))
          .containsExactly(new float[] {1, 0.2f, 0}, within(1e-6f));
      assertThat(sight.features()).containsOnlyKeys("look");
      assertThat(sight.shapes().get("shape")).containsExactly(new float[] {1, 0.2f}, within(1e-6f));
      assertThat(sight.expressions().get("shape")).hasSize(1);
      assertThat(sight.turns().get("turn")).hasSize(3);
      assertThat(judges.absent()).containsExactly(Map.entry("nobody", "no file absent.onnx"));
    }
    assertRefused(
        config,
        "shape.expression = [2, 4]",
        "the network shape gives 3 coefficients, fewer than its contract speaks of");
    assertRefused(
        config, "turn.decoding = bins", "the network turn gives 3 numbers; its decoding takes 198");
    assertRefused(
        config,
        "who.output = embedding",
        "the network who: the network has no output of the name embedding, but means");
  }

  /** Every detector of photographs evaluates, too; OpenCV's needs neither files nor a score. */
  @Test
  void cascadesEvaluate() throws IOException {
    Config config = ConfigFactory.parseString("here { kind = detector, decoding = cascade }");
    try (EvaluationNetworks judges =
        EvaluationNetworks.open(
            EvaluationSpecConf.read(config), new LocalFileStore(folder)::open, 256, CPU)) {
      Path face = first(Path.of("../conf/samples/faces"), 0);
      float[] box = judges.look(decode(face)).boxes().get("here");
      assertThat(box[0]).isBetween(0f, 128f);
      assertThat(box[2]).isBetween(128f, 256f);
    }
  }

  private void assertRefused(Config config, String change, String message) {
    Config changed = ConfigFactory.parseString(change).withFallback(config).withoutPath("gone");
    assertThatThrownBy(() -> open(changed))
        .isInstanceOf(NetworkSpecException.class)
        .hasMessage(message);
  }

  @Test
  void binsAreExpectations() {
    float[] logits = new float[198];
    logits[33] = 100;
    logits[66 + 20] = 100;
    logits[66 + 21] = 100;
    logits[132 + 65] = 100;
    assertThat(Angle.decode("x", EvaluationSpec.Angles.BINS, logits))
        .containsExactly(new float[] {0, -37.5f, 96}, within(1e-4f));
  }

  @Test
  void mistakesAreToldWithTheirPlace() {
    assertWrong("a { kind = oracle }", "String: 1: the network a is of the kind oracle");
    assertWrong("a = 3", "String: 1: the network a is a section");
    assertWrong("a { kind = recogniser, file = f }", "section networks.a: ");
    assertWrong(
        "a { kind = perceptual, file = f, backbone = vgg16, colours = rgb }",
        "String: 1: the network a has no use for colours; it takes backbone, file, kind");
    assertWrong(
        "a { kind = perceptual, file = f, backbone = alexnet }",
        "backbone is one of [vgg16, squeezenet], not alexnet");
    assertWrong(
        "a { kind = detector, decoding = mtcnn, files = [x], score = 0.5 }",
        "a detector of kind mtcnn has 3 ONNX files, not 1");
    assertWrong(
        "a { kind = landmarks, file = f, detector = b }",
        "the network a needs the detector b, which is not declared");
  }

  private static void assertWrong(String config, String message) {
    assertThatThrownBy(() -> EvaluationSpecConf.read(ConfigFactory.parseString(config)))
        .isInstanceOf(NetworkSpecException.class)
        .hasMessageContaining(message);
  }

  private EvaluationNetworks open(Config config) throws IOException {
    return EvaluationNetworks.open(
        EvaluationSpecConf.read(config), new LocalFileStore(folder)::open, 4, CPU);
  }

  private static Config shipped() {
    return ConfigFactory.parseFile(Path.of("../conf/evaluation.conf").toFile()).resolve();
  }

  private static Path first(Path folder, int skip) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().skip(skip).findFirst().orElseThrow();
    }
  }

  private static RgbImage decode(Path file) throws IOException {
    Decoded decoded = new ImageDecoder().decode(Files.readAllBytes(file), file.toString());
    return ((Decoded.Picture) decoded).image();
  }
}
