package org.g2face.train.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.g2face.ops.Init;
import org.g2face.ops.WeightSpec;
import org.g2face.tensor.Tensor;
import org.g2face.train.Difference;
import org.junit.jupiter.api.Test;

class WeightSourceTest {

  private static Tensor draw(long seed, String name, Init init) {
    return WeightSource.drawn(seed).weight(new WeightSpec(name, true, init, 100, 200));
  }

  @Test
  void drawsTheDistributionThatTheNetworkStates() {
    assertThat(deviation(draw(1, "a", Init.normal(0.5)))).isCloseTo(0.5, within(0.02));
    Tensor uniform = draw(1, "a", Init.uniform(0.3));
    assertThat(deviation(uniform)).isCloseTo(0.3 / Math.sqrt(3), within(0.01));
    assertThat(Difference.magnitude(uniform)).isLessThanOrEqualTo(0.3f);
    assertThat(draw(1, "a", Init.constant(0.25))).isEqualTo(Tensor.filled(0.25f, 100, 200));
  }

  @Test
  void dependsOnSeedAndNameAlone() {
    Tensor first = draw(1, "a", Init.normal(1));
    assertThat(draw(1, "a", Init.normal(1))).isEqualTo(first);
    assertThat(draw(2, "a", Init.normal(1))).isNotEqualTo(first);
    assertThat(draw(1, "b", Init.normal(1))).isNotEqualTo(first);
  }

  /** Around 0. */
  private static double deviation(Tensor tensor) {
    double sum = 0;
    for (float value : tensor.toArray()) {
      sum += value * value;
    }
    return Math.sqrt(sum / tensor.count());
  }
}
