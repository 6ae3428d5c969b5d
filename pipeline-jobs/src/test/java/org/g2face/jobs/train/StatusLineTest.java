package org.g2face.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.g2face.train.StepReport;
import org.junit.jupiter.api.Test;

class StatusLineTest {

  @Test
  void saysHowFarHowFastAndHowWell() {
    LatestText line = new LatestText();
    StatusLine status = new StatusLine(1200, line, () -> 0);
    status.onStep(report(600, 2, 0));

    assertThat(line.value())
        .isEqualTo(
            "step 600 of 1,200 (50 %), 4.0 images/s, 20 min 0 s left, 0 % waiting for data,"
                + " recovery.pixels 0.1235");
  }

  @Test
  void smoothsTheRateAndTellsOfSkippedSteps() {
    LatestText line = new LatestText();
    StatusLine status = new StatusLine(1000, line, () -> 0);
    status.onStep(report(1, 2, 0));
    status.onStep(report(2, 1, 3));

    assertThat(line.value()).contains("4.2 images/s", "32 min 26 s left", "3 steps skipped");
  }

  @Test
  void theDriverKeepsTheTextOfTheRankThatHasOne() {
    LatestText driver = new LatestText();
    LatestText first = new LatestText();
    first.add("a");
    first.add("b");
    driver.merge(first);
    driver.merge(new LatestText());

    assertThat(driver.value()).isEqualTo("b");
    assertThat(driver.copyAndReset().isZero()).isTrue();
  }

  private static StepReport report(long step, double seconds, long skipped) {
    return new StepReport(
        step, Map.of("recovery.pixels", 0.12345), 1e-3, seconds, 8, false, skipped);
  }
}
