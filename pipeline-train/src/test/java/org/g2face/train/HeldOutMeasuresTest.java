package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.g2face.tensor.Tensor;
import org.g2face.train.step.HeldOutProgram;
import org.junit.jupiter.api.Test;

class HeldOutMeasuresTest {
  private static final Tensor ORIGINALS = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2);
  private static final Tensor SWAPPED = Tensor.of(new float[] {0, 1, 1, 0}, 2, 2);
  private static final Tensor BETWEEN = Tensor.of(new float[] {1, 1, 1, 1}, 2, 2);

  private static Map<String, Tensor> outputs(Tensor anonymized, Tensor other) {
    return Map.of(
        HeldOutProgram.ORIGINAL, ORIGINALS,
        HeldOutProgram.ANONYMIZED, anonymized,
        HeldOutProgram.OTHER, other,
        HeldOutProgram.RECOVERED, ORIGINALS,
        HeldOutProgram.WRONG_KEY, SWAPPED,
        HeldOutProgram.SQUARED_ERROR, Tensor.of(new float[] {0.04f, 0.0004f}, 2),
        HeldOutProgram.BIT_ERRORS, Tensor.scalar(0.25f));
  }

  private static Map<String, Double> means(Tensor anonymized, Tensor other) {
    HeldOutMeasures measures = new HeldOutMeasures();
    measures.add(outputs(anonymized, other));
    return measures.means();
  }

  @Test
  void tellsALeakFromAnotherFace() {
    assertThat(means(ORIGINALS, SWAPPED))
        .containsEntry("rank-1", 1.0)
        .containsEntry("cosine-anonymized", 1.0)
        .containsEntry("cosine-dummies", 0.0)
        .containsEntry("cosine-recovered", 1.0)
        .containsEntry("cosine-wrong-key", 0.0)
        .containsEntry("bit-errors", 0.25);
    assertThat(means(SWAPPED, SWAPPED))
        .containsEntry("rank-1", 0.0)
        .containsEntry("cosine-dummies", 1.0);
  }

  /** A face that is as near to others as to its own original is not found. */
  @Test
  void aTieIsNoFinding() {
    Map<String, Double> means = means(BETWEEN, BETWEEN);
    assertThat(means).containsEntry("rank-1", 0.0);
    assertThat(means.get("cosine-anonymized")).isCloseTo(Math.sqrt(0.5), within(1e-6));
  }

  /** 20 and 40 decibels: the range of a level is 2. */
  @Test
  void decibelsAreAveragedOverFaces() {
    assertThat(means(ORIGINALS, ORIGINALS).get("psnr")).isCloseTo(30, within(1e-3));
  }
}
