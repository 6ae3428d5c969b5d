package org.g2face.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.g2face.image.RgbImage;
import org.g2face.network.AgeSex;
import org.g2face.network.FaceExpressions;
import org.g2face.network.FaceLandmarks;
import org.g2face.network.FaceResNet;
import org.g2face.network.SsdMobileNet;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.onnx.OnnxValue;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The networks that come along compute what the JavaScript of their package computes. */
class BuiltinNetworksTest {
  private static final Execution CPU = Execution.onCpu(1);

  /** What a network makes of an image, output by output. */
  private interface Network {
    Map<String, OnnxValue> forward(OnnxModel model, Weights<OnnxValue> weights, OnnxValue image);
  }

  private static OnnxSession open(BuiltinNetwork network, int side, Network forward) {
    OnnxModel model = new OnnxModel();
    Weights<OnnxValue> weights = model.weights("network", network.load().asMap()::get);
    forward.forward(model, weights, model.input("image", -1, 3, side, side)).forEach(model::output);
    return model.open(CPU);
  }

  private static void onAll(
      BuiltinNetwork network, int side, Network forward, Comparison comparison) throws IOException {
    JsonNode golden = Golden.read();
    Map<String, RgbImage> pictures = GoldenPictures.all();
    assertThat(golden.size()).isEqualTo(pictures.size());
    try (OnnxSession session = open(network, side, forward)) {
      for (Map.Entry<String, RgbImage> picture : pictures.entrySet()) {
        Tensor image = GoldenPictures.input(picture.getValue(), side);
        comparison.compare(session.run(Map.of("image", image)), golden.get(picture.getKey()));
      }
    }
  }

  private interface Comparison {
    void compare(Map<String, Tensor> computed, JsonNode golden);
  }

  private static void assertClose(Tensor computed, JsonNode golden, double tolerance) {
    assertThat(computed.count()).isEqualTo(golden.size());
    for (int i = 0; i < golden.size(); i++) {
      assertThat((double) computed.at(i))
          .as("%d", i)
          .isEqualTo(golden.get(i).asDouble(), within(tolerance));
    }
  }

  @Test
  void recogniser() throws IOException {
    onAll(
        BuiltinNetwork.RECOGNISER,
        FaceResNet.SIDE,
        (model, w, image) -> Map.of("out", new FaceResNet().forward(model.ops(), w, image)),
        (computed, golden) -> assertClose(computed.get("out"), golden.get("embedding"), 2e-5));
  }

  @Test
  void landmarks() throws IOException {
    onAll(
        BuiltinNetwork.LANDMARKS,
        FaceLandmarks.SIDE,
        (model, w, image) -> Map.of("out", new FaceLandmarks().forward(model.ops(), w, image)),
        (computed, golden) -> assertClose(computed.get("out"), golden.get("landmarks"), 2e-5));
  }

  @Test
  void expressions() throws IOException {
    onAll(
        BuiltinNetwork.EXPRESSIONS,
        FaceExpressions.SIDE,
        (model, w, image) -> Map.of("out", new FaceExpressions().forward(model.ops(), w, image)),
        (computed, golden) -> assertClose(computed.get("out"), golden.get("expressions"), 1e-5));
  }

  @Test
  void ageAndSex() throws IOException {
    onAll(
        BuiltinNetwork.AGE_SEX,
        AgeSex.SIDE,
        (model, w, image) -> {
          AgeSex.Guess<OnnxValue> guess = new AgeSex().forward(model.ops(), w, image);
          return Map.of("age", guess.age(), "male", guess.male());
        },
        (computed, golden) -> {
          double age = golden.get("age").asDouble();
          assertThat((double) computed.get("age").at(0)).isEqualTo(age, within(1e-3));
          double male = golden.get("male").asDouble();
          assertThat((double) computed.get("male").at(0)).isEqualTo(male, within(1e-5));
        });
  }

  @Test
  void detector() throws IOException {
    onAll(
        BuiltinNetwork.DETECTOR,
        SsdMobileNet.SIDE,
        (model, w, image) -> {
          var found = new SsdMobileNet().forward(model.ops(), w, image);
          return Map.of("boxes", found.boxes(), "scores", found.scores());
        },
        (computed, golden) -> {
          JsonNode anchors = golden.get("anchors");
          assertThat(anchors.size()).isEqualTo((SsdMobileNet.ANCHORS + 96) / 97);
          for (int i = 0; i < anchors.size(); i++) {
            for (int k = 0; k < 4; k++) {
              double edge = computed.get("boxes").at(4 * 97 * i + k);
              assertThat(edge).isEqualTo(anchors.get(i).get(k).asDouble(), within(2e-4));
            }
            double score = computed.get("scores").at(97 * i);
            assertThat(score).isEqualTo(anchors.get(i).get(4).asDouble(), within(2e-5));
          }
        });
  }

  @Test
  void namesOfConfigurationsAreThoseOfTheNetworks() {
    assertThat(BuiltinNetwork.RECOGNISER.isNamed("builtin:face-resnet-128")).isTrue();
    assertThat(BuiltinNetwork.RECOGNISER.isNamed("models/face-resnet-128.onnx")).isFalse();
    assertThatThrownBy(() -> BuiltinNetwork.RECOGNISER.isNamed("builtin:ssd-mobilenet-v1"))
        .hasMessage(
            "builtin:ssd-mobilenet-v1 does not serve here; builtin:face-resnet-128 does, or the"
                + " name of a file");
  }
}
