package org.g2face.jobs.shards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class SplitTest {

  @Property
  void whatIsForValidationStaysSoWhenTheShareGrows(
      @ForAll String id,
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll @DoubleRange(min = 0, max = 1) double larger) {
    if (share <= larger && Split.of(id, share) == Split.VALIDATION) {
      assertThat(Split.of(id, larger)).isEqualTo(Split.VALIDATION);
    }
    assertThat(Split.of(id, 0)).isEqualTo(Split.TRAIN);
    assertThat(Split.of(id, 1)).isEqualTo(Split.VALIDATION);
  }

  @Property(tries = 1)
  void theShareIsMet() {
    long validation =
        IntStream.range(0, 10_000)
            .filter(i -> Split.of("face-" + i + ".png", 0.1) == Split.VALIDATION)
            .count();
    // Five standard deviations around the mean.
    assertThat(validation).isBetween(850L, 1150L);
  }
}
