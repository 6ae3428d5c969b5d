package org.g2face.train.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.g2face.ops.Init;
import org.g2face.train.engine.WeightSource;
import org.junit.jupiter.api.Test;

class TorchWeightsTest {
  private static final TorchOps OPS = new TorchOps("cpu");
  private static final org.g2face.tensor.Tensor STORED =
      org.g2face.tensor.Tensor.of(new float[] {1, 2, 3}, 3);

  @Test
  void weightsOutliveTheScopeInWhichTheyAreFirstAskedFor() {
    try (TorchWeights weights =
        TorchWeights.trainable(OPS, WeightSource.stored(Map.of("a.b", STORED)))) {
      try (PointerScope scope = new PointerScope()) {
        weights.at("a").parameter("b", Init.zeros(), 3);
      }
      try (PointerScope scope = new PointerScope()) {
        Tensor again = weights.parameter("a.b", Init.zeros(), 3);
        again.square().sum().backward();
        assertThat(TorchOps.toHost(again)).isEqualTo(STORED);
        assertThat(TorchOps.toHost(again.grad()).toArray()).containsExactly(2, 4, 6);
      }
      assertThat(weights.parameters()).containsOnlyKeys("a.b");
      assertThat(weights.at("a").scope()).isEqualTo("a");
      Tensor weight = weights.parameters().get("a.b");
      weights.close();
      assertThat(weight.isNull()).isTrue();
    }
  }

  @Test
  void onlyParametersOfATrainableNetworkCollectGradients() {
    WeightSource source = WeightSource.drawn(1);
    try (TorchWeights trained = TorchWeights.trainable(OPS, source);
        TorchWeights frozen = TorchWeights.frozen(OPS, source)) {
      assertThat(trained.parameter("w", Init.ones(), 2).requires_grad()).isTrue();
      assertThat(trained.buffer("mean", Init.ones(), 2).requires_grad()).isFalse();
      assertThat(frozen.parameter("w", Init.ones(), 2).requires_grad()).isFalse();
      assertThat(trained.buffers()).containsOnlyKeys("mean");
    }
  }

  @Test
  void misfitsAreNamed() {
    try (TorchWeights weights =
        TorchWeights.frozen(OPS, WeightSource.stored(Map.of("a.b", STORED)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> weights.at("a").parameter("c", Init.zeros(), 3))
          .withMessageContaining("a.c[3]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> weights.parameter("a.b", Init.zeros(), 3, 1))
          .withMessageContaining("a.b[3, 1]")
          .withMessageContaining("[3]");
    }
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    try (PointerScope scope = new PointerScope()) {
      Tensor a = OPS.constant(org.g2face.tensor.Tensor.filled(1, 2, 3));
      Tensor b = OPS.constant(org.g2face.tensor.Tensor.filled(1, 2, 4));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> OPS.add(a, b))
          .withMessageContaining("[2, 3]")
          .withMessageContaining("[2, 4]");
    }
  }
}
