package org.g2face.jobs.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final int SIZE = 2;
  private static final int AT = 1;

  @Test
  void mirrorsEachRow() {
    assertThat(varied(new Augmentation(true, false)))
        .containsExactly(2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11);
  }

  @Test
  void greyIsTheBrightnessInAllThreePlanes() {
    float[] found = varied(new Augmentation(false, true));
    for (int i = 0; i < found.length; i++) {
      int pixel = i % 4 + 1;
      double expected = 0.299 * pixel + 0.587 * (pixel + 4) + 0.114 * (pixel + 8);
      assertThat(found[i]).isCloseTo((float) expected, within(1e-5f));
    }
  }

  @Test
  void changesNothingUnasked() {
    assertThat(varied(new Augmentation(false, false))).isEqualTo(numbers());
  }

  /** The numbers 1 to 12 as a picture of 2 x 2 pixels, varied in the middle of a buffer. */
  private static float[] varied(Augmentation variation) {
    FloatBuffer planes = FloatBuffer.allocate(AT + 12 + 1);
    planes.put(AT, numbers());
    planes.put(0, -1).put(AT + 12, -1);
    variation.apply(planes, AT, SIZE);
    assertThat(planes.get(0)).isEqualTo(-1);
    assertThat(planes.get(AT + 12)).isEqualTo(-1);
    float[] found = new float[12];
    planes.get(AT, found);
    return found;
  }

  private static float[] numbers() {
    float[] numbers = new float[12];
    IntStream.range(0, 12).forEach(i -> numbers[i] = i + 1);
    return numbers;
  }
}
