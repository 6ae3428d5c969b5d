package org.g2face.jobs.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final int SIZE = 2;
  private static final int AT = 1;

  @Test
  void mirrorsEachRow() {
    assertThat(varied(new Augmentation(true, false, Optional.empty())))
        .containsExactly(2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11);
  }

  @Test
  void greyIsTheBrightnessInAllThreePlanes() {
    float[] found = varied(new Augmentation(false, true, Optional.empty()));
    for (int i = 0; i < found.length; i++) {
      int pixel = i % 4 + 1;
      double expected = 0.299 * pixel + 0.587 * (pixel + 4) + 0.114 * (pixel + 8);
      assertThat(found[i]).isCloseTo((float) expected, within(1e-5f));
    }
  }

  @Test
  void changesNothingUnasked() {
    assertThat(varied(Augmentation.NONE)).isEqualTo(numbers());
  }

  @Test
  void gainAndContrastChangeLevelsAboutTheMeanAndAreCutOff() {
    // Levels 0, 0.25, 0.5 and 1 in each plane, whose mean is 0.4375.
    float[] levels = {0, 0.25f, 0.5f, 1};
    FloatBuffer planes = FloatBuffer.allocate(12);
    for (int i = 0; i < 12; i++) {
      planes.put(i, 2 * levels[i % 4] - 1);
    }
    new ColourJitter.Tone(0.5f, 1, 1.5f, 0.5f).apply(planes, 0, 4);
    float[] gains = {0.5f, 1, 1.5f};
    for (int i = 0; i < 12; i++) {
      double expected = Math.min(1, gains[i / 4] * (0.4375 + 0.5 * (levels[i % 4] - 0.4375)));
      assertThat((planes.get(i) + 1) / 2).isCloseTo((float) expected, within(1e-6f));
    }
  }

  @Test
  void theShareOfChangedFacesIsAsTold() {
    ColourJitter jitter = new ColourJitter(0.3, 0.6, 0.4, 0.15);
    Random random = new Random(4);
    int changed = 0;
    for (int i = 0; i < 10_000; i++) {
      Optional<ColourJitter.Tone> tone = jitter.draw(random);
      changed += tone.isPresent() ? 1 : 0;
      tone.ifPresent(
          drawn -> {
            assertThat(drawn.red()).isBetween(0.4f * 0.85f, 1.3f * 1.15f);
            assertThat(drawn.contrast()).isBetween(0.6f, 1.2f);
          });
    }
    assertThat(changed).isBetween(2_800, 3_200);
    assertThat(ColourJitter.NONE.draw(random)).isEmpty();
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
