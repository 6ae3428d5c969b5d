package org.g2face.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.g2face.Fixtures;
import org.g2face.io.LocalFileStore;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.network.Lpips;
import org.g2face.onnx.Execution;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PerceptualDistanceTest {

  @ParameterizedTest
  @ValueSource(strings = {"pair0", "pair1", "pair2"})
  void agreesWithTheAuthorsCode(String pair) throws IOException {
    NamedTensors golden = read("golden-lpips.safetensors");
    Tensor a = symmetric(golden.get(pair + ".image0"));
    Tensor b = symmetric(golden.get(pair + ".image1"));
    int height = (int) a.shape()[2];
    int width = (int) a.shape()[3];
    Lpips lpips = new Lpips(Lpips.Backbone.SQUEEZENET);
    NamedTensors weights = read("squeezenet-lpips.safetensors");
    try (PerceptualDistance distance =
        PerceptualDistance.open(lpips, weights, width, height, Execution.onCpu(1))) {
      assertThat(distance.between(a, b))
          .isCloseTo(golden.get(pair + ".distance").at(0), within(1e-6));
      assertThat(distance.between(b, a))
          .isCloseTo(golden.get(pair + ".distance").at(0), within(1e-6));
      assertThat(distance.between(a, a)).isZero();
    }
  }

  private static NamedTensors read(String name) throws IOException {
    Path file = Fixtures.path("models/" + name);
    return Safetensors.read(new LocalFileStore(file.getParent()).open(name)).tensors();
  }

  /** From levels to [-1, 1]. */
  private static Tensor symmetric(Tensor levels) {
    float[] values = levels.toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] / 127.5f - 1;
    }
    return Tensor.of(values, levels.shape());
  }
}
