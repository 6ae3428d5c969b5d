package org.g2face.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class VerificationTest {

  @Test
  void agreesWithReferenceValues() throws IOException {
    GoldenMetrics golden = new GoldenMetrics();
    Verification verification =
        Verification.atFalseAcceptRate(
            1e-3, golden.all("scores.same"), golden.all("scores.different"));
    assertThat(verification.trueAcceptRate())
        .isCloseTo(golden.value("tar_at_far_1e-3", 0), within(1e-6));
    assertThat(verification.threshold()).isCloseTo(golden.value("threshold", 0), within(1e-6));
    assertThat(verification.falseAcceptRate()).isEqualTo(0.001);
  }

  @Test
  void tiesAreAcceptedOrRejectedTogether() {
    double[] same = {0.5, 0.6, 0.7, 0.9};
    double[] different = {0.1, 0.6, 0.6, 0.8};
    assertThat(Verification.atFalseAcceptRate(0.25, same, different))
        .isEqualTo(new Verification(0.7, 0.5, 0.25));
    assertThat(Verification.atFalseAcceptRate(0.5, same, different))
        .isEqualTo(new Verification(0.7, 0.5, 0.25));
    assertThat(Verification.atFalseAcceptRate(0.75, same, different))
        .isEqualTo(new Verification(0.5, 1, 0.75));
    assertThat(Verification.atFalseAcceptRate(0, same, different))
        .isEqualTo(new Verification(0.9, 0.25, 0));
    assertThat(Verification.atFalseAcceptRate(1, same, different))
        .isEqualTo(new Verification(0.1, 1, 1));
  }

  @Test
  void nobodyIsAcceptedIfEveryScoreIsAnImpostors() {
    double[] one = {0.5};
    assertThat(Verification.atFalseAcceptRate(0, one, one))
        .isEqualTo(new Verification(Double.POSITIVE_INFINITY, 0, 0));
  }

  @Test
  void aShareThatBinaryFractionsMissIsStillThatManyPairs() {
    double[] same = {1};
    double[] different = new double[100];
    Arrays.setAll(different, i -> i / 100.0);
    // 0.29 * 100 is a little less than 29, 0.07 * 100 a little more than 7.
    assertThat(0.29 * 100).isLessThan(29);
    assertThat(Verification.atFalseAcceptRate(0.29, same, different))
        .isEqualTo(new Verification(0.71, 1, 0.29));
    assertThat(Verification.atFalseAcceptRate(0.07, same, different))
        .isEqualTo(new Verification(0.93, 1, 0.07));
    // Only that much is forgiven.
    assertThat(Verification.atFalseAcceptRate(0.2899, same, different).falseAcceptRate())
        .isEqualTo(0.28);
    assertThat(Verification.atFalseAcceptRate(0.2999, same, different).falseAcceptRate())
        .isEqualTo(0.29);
  }

  @Property
  void neverMoreFalseAcceptsThanPermitted(
      @ForAll @DoubleRange(min = 0, max = 1) double permitted,
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = -1, max = 1) Double> same,
      @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = -1, max = 1) Double> different) {
    Verification verification =
        Verification.atFalseAcceptRate(permitted, array(same), array(different));
    assertThat(verification.falseAcceptRate()).isLessThanOrEqualTo(permitted + 1e-9);
    assertThat(verification.trueAcceptRate()).isBetween(0.0, 1.0);
  }

  private static double[] array(List<Double> scores) {
    return scores.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Test
  void refusesScoresThatSayNothing() {
    assertThatThrownBy(() -> Verification.atFalseAcceptRate(0.1, new double[0], new double[1]))
        .hasMessage("verification needs pairs of both kinds");
    assertThatThrownBy(
            () -> Verification.atFalseAcceptRate(0.1, new double[] {Double.NaN}, new double[1]))
        .hasMessage("a score is not a finite number");
  }
}
