package org.g2face.jobs.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleDisplayTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true);

  @Test
  void tellsRateTimeLeftAndQuarantined() {
    assertThat(new Snapshot(1200, 10_000, 3, 40).line())
        .isEqualTo(
            "1,200 of 10,000 images (12 %), 30.0/s, 4 min 53 s left, 3 quarantined or ignored");
    assertThat(new Snapshot(0, 10_000, 0, 40).line()).isEqualTo("0 of 10,000 images (0 %)");
    assertThat(new Snapshot(5, 5, 0, 2).line()).isEqualTo("5 of 5 images (100 %), 2.5/s");
  }

  @Test
  void durationsAreReadable() {
    assertThat(Snapshot.duration(59)).isEqualTo("59 s");
    assertThat(Snapshot.duration(61)).isEqualTo("1 min 1 s");
    assertThat(Snapshot.duration(3 * 3600 + 301)).isEqualTo("3 h 5 min");
  }

  @Test
  void printsPlainLinesAtIntervals() {
    ConsoleDisplay display = new ConsoleDisplay(stream, false, Duration.ofSeconds(10));
    for (int second = 1; second <= 25; second++) {
      display.show(new Snapshot(second, 100, 0, second), false);
    }
    display.show(new Snapshot(26, 100, 0, 26), true);

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .extracting(line -> line.substring(0, 2))
        .containsExactly("10", "20", "26");
  }

  @Test
  void updatesOneLineOnATerminal() {
    ConsoleDisplay display = new ConsoleDisplay(stream, true, Duration.ofSeconds(10));
    display.show(new Snapshot(1, 2, 0, 1), false);
    display.show(new Snapshot(2, 2, 0, 2), true);

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .startsWith("\r")
        .containsOnlyOnce("\n")
        .endsWith("2 of 2 images (100 %), 1.0/s" + System.lineSeparator());
  }
}
