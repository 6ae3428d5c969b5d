package org.g2face.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.g2face.ops.CostOps;
import org.g2face.ops.CostOps.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchNormTest {

  @Test
  void trainingHandsOutEveryRunningStatisticByItsFullName() {
    List<String> told = new ArrayList<>();
    Phase<long[]> training =
        Phase.training((name, value) -> told.add(name + Arrays.toString(value)));
    PayloadExtractor net = new PayloadExtractor(64, 16);
    Cost cost = CostOps.of((ops, w) -> net.forward(ops, w, new long[] {4, 3, 64, 64}, training));

    List<String> running =
        cost.weights().stream().filter(spec -> !spec.trained()).map(Object::toString).toList();
    assertThat(running).hasSize(18);
    assertThat(told).containsExactlyElementsOf(running);
  }

  @Test
  void trainingAndInferenceAskForTheSameWeights() {
    BatchNorm norm = new BatchNorm(5);
    long[] x = {4, 5};
    Cost inference = CostOps.of((ops, w) -> norm.forward(ops, w, x, Phase.inference()));
    Cost training =
        CostOps.of((ops, w) -> norm.forward(ops, w, x, Phase.training((name, value) -> {})));
    assertThat(training.weights()).isEqualTo(inference.weights());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void trainingNeedsSeveralValues(long batch) {
    Phase<long[]> training = Phase.training((name, value) -> {});
    DummyIdentity net = new DummyIdentity(8);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CostOps.of((ops, w) -> net.forward(ops, w, new long[] {batch, 8}, training)))
        .withMessageContaining("batch normalisation in training needs");
  }

  /** One image is enough where the mean goes over its positions too. */
  @Test
  void oneImageHasManyPositions() {
    List<String> told = new ArrayList<>();
    Phase<long[]> training = Phase.training((name, value) -> told.add(name));
    BatchNorm norm = new BatchNorm(5);
    CostOps.of((ops, w) -> norm.forward(ops, w, new long[] {1, 5, 2, 2}, training));
    assertThat(told).containsExactly("running_mean", "running_var");
  }
}
