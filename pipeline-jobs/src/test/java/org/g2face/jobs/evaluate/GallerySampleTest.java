package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.g2face.jobs.anonymize.Subjects;
import org.junit.jupiter.api.Test;

class GallerySampleTest {
  @Test
  void holdsAboutAsManyAsAskedAndTheSameOnesAgain() {
    GallerySample sample = GallerySample.of(1_000, 10_000, "1", Subjects.NOT_ASKED);
    long held = IntStream.range(0, 10_000).filter(i -> sample.holds("image " + i)).count();
    assertThat(held).isBetween(880L, 1_120L);
    GallerySample again = GallerySample.of(1_000, 10_000, "1", Subjects.NOT_ASKED);
    assertThat(IntStream.range(0, 100).allMatch(i -> again.holds("x" + i) == sample.holds("x" + i)))
        .isTrue();
  }

  @Test
  void holdsAllOfFew() {
    GallerySample sample = GallerySample.of(1_000, 10, "1", Subjects.NOT_ASKED);
    assertThat(IntStream.range(0, 10).allMatch(i -> sample.holds("image " + i))).isTrue();
  }
}
