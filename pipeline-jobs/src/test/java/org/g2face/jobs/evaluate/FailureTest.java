package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FailureTest {

  @Test
  void theKindAndTheMessageAreTold() {
    assertThat(Failure.describe(new IllegalStateException("shape [1, 3, 112, 112]\nis not theirs")))
        .isEqualTo("IllegalStateException: shape [1, 3, 112, 112] is not theirs");
    assertThat(Failure.describe(new OutOfMemoryError())).isEqualTo("OutOfMemoryError");
  }

  @Test
  void placesAreNot() {
    assertThat(
            Failure.cleaned(
                "no /home/anna/faces/bob.jpg, hdfs://name@host:8020/a/b.png or s3a://bucket/c, nor"
                    + " 'C:\\faces\\carol.png'"))
        .isEqualTo("no (place), (place) or (place), nor '(place)'");
  }

  @Test
  void numbersOfATensorAreNot() {
    String pixels = Arrays.toString(new float[] {0.5f, -1e-3f, 3, 4, 5, 6, 7, 8, 9});
    assertThat(Failure.cleaned("cannot use " + pixels + " of node 12"))
        .isEqualTo("cannot use [(numbers)] of node 12");
    String many = Arrays.toString(new float[100_000]);
    assertThat(Failure.cleaned(many).length()).isLessThanOrEqualTo(200);
    assertThat(Failure.cleaned(many)).doesNotContain("0.0, 0.0, 0.0, 0.0");
  }

  @Test
  void longMessagesAreCut() {
    assertThat(Failure.cleaned("word ".repeat(1000))).hasSize(200).endsWith("…");
  }
}
