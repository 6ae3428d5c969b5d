package org.g2face.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.g2face.evaluate.Bootstrap.Estimate;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  @Test
  void theErrorOfAMeanIsTheTextbooks() {
    int count = 2000;
    double[] values = new Random(1).doubles(count).toArray();
    Estimate estimate = of(values, 0, count).estimate();
    double mean = Arrays.stream(values).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (count - 1));
    double error = deviation / Math.sqrt(count);

    assertThat(estimate.count()).isEqualTo(count);
    assertThat(estimate.mean()).isCloseTo(mean, within(1e-15));
    // 200 repetitions know a standard deviation to 5 %; four of these are allowed.
    assertThat(estimate.standardError()).isCloseTo(error, within(0.2 * error));
    assertThat(estimate.low()).isCloseTo(mean - 1.96 * error, within(0.5 * error));
    assertThat(estimate.high()).isCloseTo(mean + 1.96 * error, within(0.5 * error));
  }

  @Test
  void theIntervalHoldsTheTruthAsOftenAsItSays() {
    int held = 0;
    for (int trial = 0; trial < 200; trial++) {
      Random random = new Random(trial);
      Bootstrap bootstrap = new Bootstrap();
      for (int i = 0; i < 100; i++) {
        bootstrap.add(random.nextGaussian(), Bootstrap.weightsOf(trial + "/" + i));
      }
      Estimate estimate = bootstrap.estimate();
      held += estimate.low() <= 0 && 0 <= estimate.high() ? 1 : 0;
    }
    assertThat(held).isBetween(178, 199);
  }

  @Test
  void partsAndOrderDoNotMatter() {
    double[] values = new Random(2).doubles(301).toArray();
    Bootstrap sum = of(values, 200, 301);
    sum.addAll(of(values, 0, 20));
    sum.addAll(of(values, 20, 200));
    assertThat(sum.estimate()).isEqualTo(of(values, 0, 301).estimate());
  }

  @Test
  void weightsArePoissonsAndFollowFromTheId() {
    assertThat(Bootstrap.weightsOf("a")).isEqualTo(Bootstrap.weightsOf("a"));
    assertThat(Bootstrap.weightsOf("a")).isNotEqualTo(Bootstrap.weightsOf("b"));
    long[] histogram = new long[20];
    for (int i = 0; i < 1000; i++) {
      for (int weight : Bootstrap.weightsOf("faces/%05d.png".formatted(i))) {
        histogram[weight]++;
      }
    }
    double all = 1000.0 * Bootstrap.REPETITIONS;
    assertThat(histogram[0] / all).isCloseTo(Math.exp(-1), within(0.005));
    assertThat(histogram[1] / all).isCloseTo(Math.exp(-1), within(0.005));
    assertThat(histogram[2] / all).isCloseTo(Math.exp(-1) / 2, within(0.005));
  }

  @Test
  void littleIsKnownOfLittle() {
    assertThat(new Bootstrap().estimate().mean()).isNaN();
    Bootstrap one = new Bootstrap();
    one.add(3, Bootstrap.weightsOf("a"));
    assertThat(one.estimate().mean()).isEqualTo(3);
    assertThat(one.estimate().standardError()).isNaN();
    assertThatThrownBy(() -> one.add(Double.NaN, Bootstrap.weightsOf("b")))
        .hasMessage("a value is not a finite number");
  }

  private static Bootstrap of(double[] values, int from, int to) {
    Bootstrap bootstrap = new Bootstrap();
    for (int i = from; i < to; i++) {
      bootstrap.add(values[i], Bootstrap.weightsOf("image " + i));
    }
    return bootstrap;
  }
}
