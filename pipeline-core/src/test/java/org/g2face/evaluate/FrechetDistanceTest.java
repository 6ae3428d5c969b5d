package org.g2face.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrechetDistanceTest {

  @Test
  void agreesWithReferenceValues() throws IOException {
    GoldenMetrics golden = new GoldenMetrics();
    List<float[]> a = golden.rows("features.a");
    List<float[]> b = golden.rows("features.b");
    assertThat(FrechetDistance.between(moments(a), moments(b)))
        .isCloseTo(golden.value("frechet", 0), within(1e-3));
  }

  @Test
  void agreesWhereThereAreFewerVectorsThanCoordinates() throws IOException {
    GoldenMetrics golden = new GoldenMetrics();
    List<float[]> a = golden.rows("features.a").subList(0, 40);
    List<float[]> b = golden.rows("features.b").subList(0, 40);
    assertThat(FrechetDistance.between(moments(a), moments(b)))
        .isCloseTo(golden.value("frechet_first40", 0), within(1e-3));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7})
  void doesNotDependOnHowTheVectorsAreDivided(int parts) throws IOException {
    GoldenMetrics golden = new GoldenMetrics();
    List<float[]> a = golden.rows("features.a");
    List<float[]> b = golden.rows("features.b");
    double whole = FrechetDistance.between(moments(a), moments(b));
    Collections.shuffle(a, new Random(parts));
    Collections.shuffle(b, new Random(parts));
    assertThat(FrechetDistance.between(divided(a, parts), divided(b, parts)))
        .isCloseTo(whole, within(1e-9));
  }

  @Test
  void vectorsFarFromTheOriginKeepTheirDigits() {
    // 2^20 + 1/8 is the next float: what is left of the squares after 14 digits cancel.
    List<float[]> far = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      far.add(new float[] {(1 << 20) + (i % 2) / 8f});
    }
    Moments moments = moments(far);
    assertThat(moments.mean()[0]).isEqualTo((1 << 20) + 1 / 16.0);
    assertThat(moments.covariance(0, 0)).isCloseTo(1000 / 999.0 / 256, within(1e-15));
  }

  @Test
  void isThatOfNormalDistributionsInOneDimension() {
    // Means 1 and 4, variances 2 and 8: 9 + (sqrt 2 - sqrt 8)^2.
    Moments a = moments(List.of(new float[] {0}, new float[] {2}));
    Moments b = moments(List.of(new float[] {2}, new float[] {6}));
    assertThat(FrechetDistance.between(a, b)).isCloseTo(11, within(1e-12));
  }

  @Test
  void equalSetsAreAtNoDistance() {
    List<float[]> vectors = noise(30, 50, 3);
    assertThat(FrechetDistance.between(moments(vectors), moments(vectors)))
        .isCloseTo(0, within(1e-10));
    Moments constant = moments(List.of(new float[] {3, 4}, new float[] {3, 4}));
    assertThat(FrechetDistance.between(constant, constant)).isZero();
  }

  @Test
  void refusesWhatHasNoCovariance() {
    Moments one = moments(List.of(new float[] {1}));
    assertThatThrownBy(() -> FrechetDistance.between(one, one))
        .hasMessage("a covariance needs two vectors");
    assertThatThrownBy(() -> one.add(new float[] {Float.NaN}))
        .hasMessage("a coordinate is not a finite number");
    assertThatThrownBy(() -> one.add(new float[2])).hasMessage("2 coordinates instead of 1");
    Moments other = new Moments(2);
    assertThatThrownBy(() -> other.addAll(one)).hasMessage("1 coordinates instead of 2");
  }

  @Test
  void momentsAreThoseOfTheTextbook() {
    List<float[]> vectors = noise(100, 3, 1);
    Moments moments = moments(vectors);
    assertThat(moments.count()).isEqualTo(100);
    for (int i = 0; i < 3; i++) {
      int first = i;
      double mean = vectors.stream().mapToDouble(v -> v[first]).average().orElseThrow();
      assertThat(moments.mean()[i]).isCloseTo(mean, within(1e-14));
      for (int j = i; j < 3; j++) {
        int second = j;
        double other = vectors.stream().mapToDouble(v -> v[second]).average().orElseThrow();
        double covariance =
            vectors.stream().mapToDouble(v -> (v[first] - mean) * (v[second] - other)).sum() / 99;
        assertThat(moments.covariance(i, j)).isCloseTo(covariance, within(1e-14));
      }
    }
  }

  private static List<float[]> noise(int count, int dimensions, long seed) {
    Random random = new Random(seed);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] vector = new float[dimensions];
      for (int k = 0; k < dimensions; k++) {
        vector[k] = random.nextFloat();
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private static Moments divided(List<float[]> vectors, int parts) {
    List<Moments> all = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = vectors.size() * part / parts;
      int to = vectors.size() * (part + 1) / parts;
      all.add(moments(vectors.subList(from, to)));
    }
    Collections.reverse(all);
    Moments sum = new Moments(vectors.get(0).length);
    all.forEach(sum::addAll);
    return sum;
  }

  private static Moments moments(List<float[]> vectors) {
    Moments moments = new Moments(vectors.get(0).length);
    vectors.stream().map(v -> Arrays.copyOf(v, v.length)).forEach(moments::add);
    return moments;
  }
}
