package org.g2face.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long the distance takes where features are as long as Inception-v3's:
 *
 * <pre>
 * mvn test -pl pipeline-core -Dtest=FrechetTimingTest -Dexcluded.tags= -Dg2face.features=2048
 * </pre>
 */
@Tag("long")
class FrechetTimingTest {
  private static final int FEATURES = Integer.getInteger("g2face.features", 2048);
  private static final float SHIFT = 0.25f;

  @Test
  void setsThatAreOnlyShiftedAreAsFarApartAsTheirMeans() {
    Random random = new Random(1);
    Moments a = new Moments(FEATURES);
    Moments b = new Moments(FEATURES);
    long start = processorTime();
    int vectors = FEATURES + 100;
    for (int i = 0; i < vectors; i++) {
      float[] vector = new float[FEATURES];
      float[] shifted = new float[FEATURES];
      for (int j = 0; j < FEATURES; j++) {
        // Multiples of 1/1024, so that the shift is exact.
        vector[j] = Math.round(1024 * random.nextGaussian() / (1 + j % 7)) / 1024f;
        shifted[j] = vector[j] + SHIFT;
      }
      a.add(vector);
      b.add(shifted);
    }
    assertThat(a.count() + b.count()).isEqualTo(2L * vectors);
    long filled = processorTime();
    double distance = FrechetDistance.between(a, b);
    long done = processorTime();
    System.out.printf(
        "%,d features: %.1f ms of processor time to take a vector in, %.1f s for the distance%n",
        FEATURES, (filled - start) / 2e6 / vectors, (done - filled) / 1e9);
    double expected = (double) FEATURES * SHIFT * SHIFT;
    assertThat(distance).isCloseTo(expected, within(1e-3 * expected));
  }

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
