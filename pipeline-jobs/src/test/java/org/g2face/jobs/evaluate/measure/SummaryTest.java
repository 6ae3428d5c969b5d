package org.g2face.jobs.evaluate.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static MetricRow row(
      Table table, Measure measure, String network, double value, double error) {
    boolean none = Double.isNaN(value);
    return new MetricRow(
        "1",
        LocalDate.EPOCH,
        table,
        measure,
        network,
        "celeba-hq",
        "mine",
        value,
        error,
        Double.NaN,
        Double.NaN,
        none ? 0 : 10,
        none ? "no file " + network + ".onnx" : "");
  }

  private static final List<MetricRow> ROWS =
      List.of(
          row(Table.II, Measure.IDENTITY_COSINE, "adaface", 0.1234, 0.0015),
          row(Table.II, Measure.IDENTITY_COSINE, "arcface", Double.NaN, Double.NaN),
          row(Table.II, Measure.IDENTITY_COSINE, "unheard-of", Double.NaN, Double.NaN),
          row(Table.VII, Measure.OPERATIONS, "generator", 12.5e9, Double.NaN));

  @Test
  void tablesAreShapedLikeThePapers() {
    String text = Summary.of(ROWS);
    assertThat(text)
        .contains("Table II. Identity cosine of original and anonymized faces (celeba-hq)")
        .containsPattern("method +Identity cosine, adaface +Identity cosine, arcface")
        .containsPattern("G2Face \\(paper\\) +0.1296 ± 0.0014 +0.1055 ± 0.0006")
        .containsPattern("mine +0.1234 ± 0.0015 +not measured")
        .containsPattern("measure +CIAGAN \\(paper\\) .* G2Face \\(paper\\) +mine")
        .containsPattern("FLOPs, generator .* 267.4710 G +12.5000 G")
        .contains("Not measured: arcface (no file arcface.onnx), unheard-of (no file")
        .doesNotContain("Table III");
  }

  @Test
  void whatElseMustBeKnownOfNumbersStandsAboveThem() {
    MetricRow row =
        new MetricRow(
            "1",
            LocalDate.EPOCH,
            Table.I,
            Measure.TRUE_ACCEPTANCE,
            "adaface",
            "lfw",
            "mine",
            0.1,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            5,
            "at a false accept rate of 0.01");
    assertThat(Summary.of(List.of(row)))
        .contains(
            "Table I. True acceptance rate (TAR) of anonymized faces (lfw)\n"
                + "at a false accept rate of 0.01\nmethod");
  }

  @Test
  void thePapersNumbersAreAllThere() {
    List<PaperValue> paper = PaperValue.all();
    assertThat(paper).hasSize(28 + 15 + 65 + 2 + 12 + 42 + 15);
    assertThat(paper)
        .contains(
            new PaperValue(Table.V, Measure.PSNR, "", "G2Face", 22.8203, Double.NaN),
            new PaperValue(Table.III, Measure.POSE_DISTANCE, "fsanet", "FALCO", 35.8777, 1.6530));
  }

  @Test
  void programsReadNullAndNothingForWhatWasNotMeasured() {
    RunFiles files =
        new RunFiles(
            "run-1",
            Instant.EPOCH,
            ROWS,
            List.of(new Gate.Verdict("recovery.psnr > 1", false, "why")),
            Map.of("compared", 10L));
    assertThat(files.json())
        .contains("\"run_id\" : \"run-1\"", "\"value\" : 0.1234", "\"value\" : null")
        .doesNotContain("NaN");
    assertThat(files.prometheus().lines())
        .contains(
            "g2face_evaluation_value{table=\"II\",measure=\"identity_cosine\","
                + "network=\"adaface\",dataset=\"celeba-hq\",model=\"mine\"} 0.1234",
            "g2face_evaluation_gate_passed{gate=\"recovery.psnr > 1\"} 0.0",
            "g2face_evaluation_pictures{outcome=\"compared\"} 10.0")
        .noneMatch(line -> line.contains("arcface") || line.contains("NaN"));
  }
}
