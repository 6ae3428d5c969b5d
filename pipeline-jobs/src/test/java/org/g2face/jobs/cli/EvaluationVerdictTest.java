package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.g2face.jobs.evaluate.EvaluateResult;
import org.g2face.jobs.evaluate.measure.Gate;
import org.junit.jupiter.api.Test;

class EvaluationVerdictTest {
  private final StringWriter err = new StringWriter();

  private int exitCode(boolean passed, List<String> unwritten) {
    EvaluateResult result =
        new EvaluateResult(
            "there",
            "run-1",
            Instant.EPOCH,
            List.of(),
            List.of(
                new Gate.Verdict("recovery.psnr > 1", true, "it is 2"),
                new Gate.Verdict("recovery.ssim > 1", passed, "it is 1")),
            Map.of(),
            List.of(),
            List.of(),
            unwritten,
            Duration.ZERO);
    PrintWriter printer = new PrintWriter(err);
    int code = new EvaluationVerdict(result).exitCode(unwritten, printer);
    printer.flush();
    return code;
  }

  @Test
  void aGateThatFailedIsFourWhateverElseFails() {
    assertThat(exitCode(false, List.of())).isEqualTo(4);
    assertThat(err.toString()).isEmpty();
    assertThat(exitCode(false, List.of("the report: IOException: disk full"))).isEqualTo(4);
    assertThat(err.toString())
        .contains("g2face: could not write the report: IOException: disk full")
        .contains("the numbers of the run are complete, in metrics/ at there");
  }

  @Test
  void whatCouldNotBeWrittenIsOneWhereGatesPassed() {
    assertThat(exitCode(true, List.of("latest.json: no space"))).isEqualTo(1);
    assertThat(err.toString()).contains("could not write latest.json: no space");
    assertThat(exitCode(true, List.of())).isZero();
  }
}
