package org.g2face.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrivacyAuditTest {
  private static final Map<AuditMeasure, Double> GOOD =
      Map.of(AuditMeasure.RANK_1, 0.03, AuditMeasure.WRONG_KEY, 0.1, AuditMeasure.PSNR, 26.0);

  private static PrivacyAudit audit(int faces, Map<AuditMeasure, Double> numbers) {
    return new PrivacyAudit(
        "abc", List.of("one", "two"), faces, 0, "g2face 0.2.0", "2026-11-28", numbers);
  }

  private static Map<AuditMeasure, Double> with(AuditMeasure measure, double value) {
    Map<AuditMeasure, Double> numbers = new EnumMap<>(GOOD);
    numbers.put(measure, value);
    return numbers;
  }

  private static String conf(PrivacyAudit audit) {
    return new ModelConf(
            Architectures.compact(), Map.of(), "", KnownAnswers.none(), Optional.of(audit))
        .render();
  }

  @Test
  void goesThroughModelConfUnchanged() {
    PrivacyAudit audit = audit(300, GOOD);
    assertThat(ModelConf.parse(conf(audit)).audit()).contains(audit);
  }

  @Test
  void whatWasChangedAfterwardsIsNoticed() {
    String conf = conf(audit(300, with(AuditMeasure.RANK_1, 0.7)));
    assertThat(conf).contains("0.7");
    assertThatThrownBy(() -> ModelConf.parse(conf.replace("0.7", "0.01")))
        .hasMessageContaining("audit was changed after it was made");
    assertThatThrownBy(() -> ModelConf.parse(conf.replace("faces=300", "faces=900")))
        .hasMessageContaining("audit was changed after it was made");
  }

  @Test
  void nothingSpeaksAgainstAModelWithinTheBounds() {
    assertThat(PrivacyAudit.objections(Optional.of(audit(300, GOOD)), "abc")).isEmpty();
  }

  @Test
  void everythingElseIsObjectedTo() {
    assertThat(PrivacyAudit.objections(Optional.empty(), "abc"))
        .singleElement()
        .asString()
        .contains("never measured");
    assertThat(PrivacyAudit.objections(Optional.of(audit(300, GOOD)), "other"))
        .singleElement()
        .asString()
        .contains("other weights");
    assertThat(PrivacyAudit.objections(Optional.of(audit(99, GOOD)), "abc"))
        .singleElement()
        .asString()
        .contains("99 faces");
    for (AuditMeasure measure : List.of(AuditMeasure.RANK_1, AuditMeasure.WRONG_KEY)) {
      double bound = measure.bound().getAsDouble();
      assertThat(PrivacyAudit.objections(Optional.of(audit(300, with(measure, bound))), "abc"))
          .isEmpty();
      assertThat(
              PrivacyAudit.objections(Optional.of(audit(300, with(measure, bound + 0.01))), "abc"))
          .singleElement()
          .asString()
          .contains(measure.label());
      Map<AuditMeasure, Double> without = new EnumMap<>(GOOD);
      without.remove(measure);
      assertThat(PrivacyAudit.objections(Optional.of(audit(300, without)), "abc"))
          .singleElement()
          .asString()
          .contains("never measured");
    }
  }

  @Test
  void numbersAreNumbers() {
    assertThatThrownBy(() -> audit(300, with(AuditMeasure.RANK_1, Double.NaN)))
        .hasMessageContaining("rank-1");
  }
}
