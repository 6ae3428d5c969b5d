package org.g2face.jobs.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.evaluate.measure.Gate.Verdict;
import org.junit.jupiter.api.Test;

class GateTest {
  private static final MetricRow COSINE =
      row("1", Table.II, Measure.IDENTITY_COSINE, "adaface", "g2face", 0.12);
  private static final MetricRow PSNR = row("1", Table.V, Measure.PSNR, "", "g2face", 20);

  private static MetricRow row(
      String run, Table table, Measure measure, String network, String model, double value) {
    return new MetricRow(
        run,
        LocalDate.EPOCH,
        table,
        measure,
        network,
        "faces",
        model,
        value,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Double.isNaN(value) ? 0 : 10,
        Double.isNaN(value) ? "no file" : "");
  }

  private static Verdict judge(String gate, List<MetricRow> run, MetricRow... earlier) {
    return Gate.of(gate).judge(run, List.of(earlier));
  }

  @Test
  void numbersAreOnOneSideOfABound() {
    assertThat(judge("anonymity.adaface.cosine < 0.15", List.of(COSINE, PSNR)).passed()).isTrue();
    assertThat(judge("anonymity.cosine < 0.12", List.of(COSINE)).passed()).isFalse();
    Verdict failed = judge("recovery.psnr > 22.8", List.of(COSINE, PSNR));
    assertThat(failed.passed()).isFalse();
    assertThat(failed.gate()).isEqualTo("recovery.psnr > 22.8");
    assertThat(failed.why()).isEqualTo("PSNR of g2face is 20.0000");
  }

  @Test
  void everyModelAndNetworkThatIsMeantMustPass() {
    MetricRow worse = row("1", Table.II, Measure.IDENTITY_COSINE, "arcface", "other", 0.3);
    assertThat(judge("anonymity.cosine < 0.15", List.of(COSINE, worse)).why())
        .isEqualTo("Identity cosine by arcface of other is 0.300000");
    assertThat(judge("anonymity.adaface.cosine < 0.15", List.of(COSINE, worse)).passed()).isTrue();
    MetricRow original = row("1", Table.I, Measure.TRUE_ACCEPTANCE, "a", MetricRow.ORIGINAL, 0.99);
    MetricRow hidden = row("1", Table.I, Measure.TRUE_ACCEPTANCE, "a", "g2face", 0.01);
    assertThat(judge("anonymity.a.tar < 0.02", List.of(original, hidden)).passed()).isTrue();
  }

  @Test
  void whatWasNotMeasuredDoesNotPass() {
    MetricRow absent = row("1", Table.II, Measure.IDENTITY_COSINE, "arcface", "g2face", Double.NaN);
    assertThat(judge("anonymity.arcface.cosine < 0.15", List.of(absent)))
        .isEqualTo(
            new Verdict(
                "anonymity.arcface.cosine < 0.15",
                false,
                "Identity cosine by arcface of g2face was not measured: no file"));
    assertThat(judge("anonymity.cosine < 0.15", List.of(absent)).passed()).isFalse();
    assertThat(judge("anonymity.cosine < 0.15", List.of(absent, COSINE)).passed()).isTrue();
    assertThat(judge("cost.seconds < 1", List.of(COSINE)).why())
        .isEqualTo("nothing of the kind was measured");
  }

  @Test
  void changesAreMeasuredFromTheNewestRunThatHasTheNumber() {
    MetricRow old = row("0", Table.II, Measure.IDENTITY_COSINE, "adaface", "g2face", 0.119);
    MetricRow older = row("00", Table.II, Measure.IDENTITY_COSINE, "adaface", "g2face", 0.5);
    MetricRow other = row("0", Table.V, Measure.PSNR, "", "another", 1);
    String gate = "change vs last run < 5 %";
    assertThat(judge(gate, List.of(COSINE, PSNR)).why()).isEqualTo("there is no earlier run");
    assertThat(judge(gate, List.of(COSINE, PSNR), old, other))
        .isEqualTo(new Verdict(gate, true, "1 numbers compared"));
    assertThat(judge("change vs last run < 0.5 %", List.of(COSINE), old).why())
        .isEqualTo("Identity cosine by adaface of g2face is 0.120000, after 0.119000 in run 0");
    assertThat(judge(gate, List.of(COSINE), older).passed()).isFalse();
    assertThat(judge(gate, List.of(COSINE), older, old).passed()).isFalse();
    assertThat(judge("change vs last run < 0 %", List.of(COSINE), COSINE).passed()).isTrue();
  }

  @Test
  void whatIsNoGateIsRefused() {
    assertThatThrownBy(() -> Gate.of("psnr > 22"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("the gate 'psnr > 22' is neither");
    assertThatThrownBy(() -> Gate.of("beauty.psnr > 22")).hasMessageContaining("anonymity, cost");
    assertThatThrownBy(() -> Gate.of("recovery.beauty > 22"))
        .hasMessageContaining("knows no measure beauty");
  }
}
