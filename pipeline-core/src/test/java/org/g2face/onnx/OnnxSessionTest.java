package org.g2face.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.IntStream;
import org.g2face.ops.Init;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class OnnxSessionTest {

  /** A 1x1 convolution whose 600 weights are too many to be written into the graph. */
  private static OnnxModel convolution(Tensor weight) {
    OnnxModel model = new OnnxModel();
    OnnxValue x = model.input("x", -1, 20, 2, 2);
    OnnxValue w =
        model.weights("net", Map.of("w", weight)::get).parameter("w", Init.zeros(), 30, 20, 1, 1);
    model.output("y", model.ops().conv2d(x, model.ops().mul(w, 0.5), null, 1, 0, 1));
    return model;
  }

  @Test
  void computesWithWeightsThatStayOutsideOfTheGraph() {
    float[] values = new float[600];
    IntStream.range(0, 600).forEach(i -> values[i] = i);
    try (OnnxSession session =
        convolution(Tensor.of(values, 30, 20, 1, 1)).open(Execution.onCpu(1))) {
      for (int batch : new int[] {1, 3}) {
        Tensor y = session.run(Map.of("x", Tensor.filled(1, batch, 20, 2, 2))).get("y");
        assertThat(y.shape()).containsExactly(batch, 30, 2, 2);
        // Channel c sums the weights 20c .. 20c + 19, halved.
        assertThat(y.at(4 * 29)).isEqualTo((580 + 599) / 2f * 20 / 2);
      }
      assertThat(session.weightBytes()).isEqualTo(2400);
    }
  }

  @Test
  void namesTheWeightThatIsMissingOrMisshapen() {
    assertThatThrownBy(() -> convolution(Tensor.filled(0, 20, 30, 1, 1)))
        .hasMessageContaining("weight w of the net network")
        .hasMessageContaining("[20, 30, 1, 1] instead of [30, 20, 1, 1]");
    assertThatThrownBy(
            () -> new OnnxModel().weights("net", n -> null).at("a").parameter("b", Init.zeros(), 1))
        .hasMessageContaining("lacks the weight a.b");
  }

  @Test
  void saysWhatTheRuntimeSays() {
    try (OnnxSession session =
        convolution(Tensor.filled(0, 30, 20, 1, 1)).open(Execution.onCpu(1))) {
      assertThatThrownBy(() -> session.run(Map.of("x", Tensor.filled(1, 1, 7, 2, 2))))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("x");
    }
  }
}
