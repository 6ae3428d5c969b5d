package org.g2face.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.g2face.evaluate.Folds.Scored;
import org.g2face.evaluate.Roc.Point;
import org.junit.jupiter.api.Test;

class RocTest {

  @Test
  void everyThresholdIsAPoint() {
    List<Scored> pairs =
        List.of(
            new Scored(false, 0.1, 0.0),
            new Scored(false, 0.4, 0.9),
            new Scored(true, 0.3, 0.3),
            new Scored(true, 0.8, 0.2));
    Roc roc = Roc.of(pairs);
    assertThat(roc.same()).isEqualTo(2);
    assertThat(roc.different()).isEqualTo(2);
    // 0.8 is the lowest original score that accepts nobody else, then 0.3, then 0.1.
    assertThat(roc.points()).containsExactly(new Point(0, 0), new Point(0.5, 0.5), new Point(1, 1));
    assertThat(roc.at(0.4)).isZero();
    assertThat(roc.at(0.5)).isEqualTo(0.5);
  }

  @Test
  void equalScoresAreAcceptedTogether() {
    List<Scored> pairs =
        List.of(
            new Scored(false, 0.5, 0),
            new Scored(false, 0.5, 0),
            new Scored(true, 0.5, 0.5),
            new Scored(true, 0.6, 0.6));
    assertThat(Roc.of(pairs).at(0.5)).isEqualTo(0.5);
    assertThat(Roc.of(pairs).at(1)).isEqualTo(1);
  }

  /** Few pairs, so that no step is left out. */
  @Property(tries = 100)
  void itSaysWhatVerificationSays(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 14) int different) {
    Random random = new Random(seed);
    List<Scored> pairs = new ArrayList<>();
    for (int i = 0; i < different + 15; i++) {
      // Coarse, so that some scores are equal.
      double score = Math.round(8 * random.nextGaussian()) / 8.0 + (i < different ? 0 : 1);
      pairs.add(new Scored(i >= different, score, score));
    }
    Roc roc = Roc.of(pairs);
    for (int permitted = 0; permitted <= different; permitted++) {
      double share = (double) permitted / different;
      assertThat(roc.at(share))
          .isEqualTo(
              Verification.atFalseAcceptRate(share, scores(pairs, true), scores(pairs, false))
                  .trueAcceptRate());
    }
  }

  private static double[] scores(List<Scored> pairs, boolean same) {
    return pairs.stream().filter(p -> p.same() == same).mapToDouble(Scored::score).toArray();
  }

  @Test
  void manyPairsAreFewPoints() {
    Random random = new Random(1);
    List<Scored> pairs = new ArrayList<>();
    for (int i = 0; i < 40_000; i++) {
      double score = random.nextDouble();
      pairs.add(new Scored(i % 2 == 0, score, score));
    }
    Roc roc = Roc.of(pairs);
    assertThat(roc.points()).hasSizeBetween(60, 150);
    for (int i = 1; i < roc.points().size(); i++) {
      Point before = roc.points().get(i - 1);
      Point point = roc.points().get(i);
      assertThat(point.falseAccepts()).isGreaterThan(before.falseAccepts());
      assertThat(point.trueAccepts()).isGreaterThanOrEqualTo(before.trueAccepts());
      // Chance alone: the diagonal.
      assertThat(point.trueAccepts()).isCloseTo(point.falseAccepts(), within(0.02));
    }
  }

  @Test
  void pairsOfOneKindAreRefused() {
    assertThatThrownBy(() -> Roc.of(List.of(new Scored(true, 1, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("both kinds");
    assertThatThrownBy(
            () -> Roc.of(List.of(new Scored(true, 1, Double.NaN), new Scored(false, 1, 1))))
        .hasMessageContaining("not a finite number");
  }
}
