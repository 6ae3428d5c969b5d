package org.g2face.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.g2face.evaluate.Folds.Scored;
import org.junit.jupiter.api.Test;

class FoldsTest {

  @Test
  void eachFoldIsJudgedByTheThresholdOfTheOthers() {
    List<Scored> low =
        List.of(
            new Scored(true, 0.9, 0.5), new Scored(true, 0.8, 0.1), new Scored(false, 0.3, 0.3));
    List<Scored> high =
        List.of(
            new Scored(true, 0.9, 0.85), new Scored(true, 0.7, 0.2), new Scored(false, 0.6, 0.6));
    Folds folds = Folds.verify(0, List.of(low, high));
    // The first fold's threshold is 0.7, above the impostor at 0.6; the second's is 0.8.
    assertThat(folds.rates()).containsExactly(0.0, 0.5);
    assertThat(folds.mean()).isEqualTo(0.25);
    assertThat(folds.deviation()).isCloseTo(Math.sqrt(0.125), within(1e-12));
  }

  @Test
  void oneFoldIsPlainVerification() {
    List<Scored> pairs = List.of(new Scored(true, 0.9, 0.9), new Scored(false, 0.3, 0.3));
    Folds folds = Folds.verify(0, List.of(pairs));
    assertThat(folds.rates()).containsExactly(1.0);
    assertThat(folds.deviation()).isNaN();
  }

  @Test
  void everyFoldNeedsPairsOfOnePerson() {
    List<Scored> both = List.of(new Scored(true, 0.9, 0.9), new Scored(false, 0.3, 0.3));
    assertThatThrownBy(() -> Folds.verify(0, List.of(both, List.of(both.get(1)))))
        .hasMessageContaining("pairs of both kinds");
    assertThatThrownBy(() -> Folds.verify(0, List.of(both, both, List.of(both.get(1)))))
        .hasMessage("fold 2 has no pair of one person");
  }
}
