package org.g2face.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.g2face.image.RgbImage;
import org.junit.jupiter.api.Test;

class ObfuscationTest {
  private static final int SIDE = 32;

  private static RgbImage noise() {
    byte[] levels = new byte[3 * SIDE * SIDE];
    new Random(1).nextBytes(levels);
    return RgbImage.of(SIDE, SIDE, levels);
  }

  @Test
  void aMosaicsCellHasTheMeanOfItsPixels() {
    RgbImage picture = noise();
    RgbImage mosaic = Obfuscation.MOSAIC.apply(picture);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double sum = 0;
        for (int i = 0; i < 16; i++) {
          sum += picture.level(x / 4 * 4 + i % 4, y / 4 * 4 + i / 4, 1);
        }
        assertThat(mosaic.level(x, y, 1)).isEqualTo((int) Math.round(sum / 16));
      }
    }
  }

  @Test
  void aBlurKeepsWhatIsEvenAndSpreadsAPoint() {
    byte[] levels = new byte[3 * SIDE * SIDE];
    levels[3 * (16 * SIDE + 16)] = (byte) 255;
    RgbImage point = Obfuscation.BLUR.apply(RgbImage.of(SIDE, SIDE, levels));
    double sigma = 0.08 * SIDE;
    double peak = 255 / (2 * Math.PI * sigma * sigma);
    assertThat((double) point.level(16, 16, 0)).isBetween(peak - 1, peak + 1);
    assertThat(point.level(16 + 2, 16, 0)).isEqualTo(point.level(16, 16 - 2, 0)).isPositive();
    assertThat(point.level(16, 16, 1)).isZero();

    byte[] even = new byte[3 * SIDE * SIDE];
    java.util.Arrays.fill(even, (byte) 100);
    RgbImage grey = RgbImage.of(SIDE, SIDE, even);
    assertThat(Obfuscation.BLUR.apply(grey)).isEqualTo(grey);
  }
}
