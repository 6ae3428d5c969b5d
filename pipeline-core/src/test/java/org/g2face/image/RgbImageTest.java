package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RgbImageTest {

  @Test
  void neitherTheGivenNorTheReturnedBytesReachThePicture() {
    byte[] levels = {1, 2, 3, 4, 5, 6};
    RgbImage image = RgbImage.of(2, 1, levels);
    levels[0] = 99;
    image.toBytes()[1] = 99;
    assertThat(image).isEqualTo(RgbImage.of(2, 1, new byte[] {1, 2, 3, 4, 5, 6}));
  }

  @Test
  void levelsAreUnsignedAndInterleaved() {
    RgbImage image = RgbImage.of(1, 2, new byte[] {0, 1, 2, (byte) 253, (byte) 254, (byte) 255});
    assertThat(image.level(0, 0, 2)).isEqualTo(2);
    assertThat(image.level(0, 1, 0)).isEqualTo(253);
    assertThatThrownBy(() -> image.level(1, 0, 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("(1, 0, 0)");
  }

  @Test
  void refusesLevelsThatDoNotFill() {
    assertThatThrownBy(() -> RgbImage.of(2, 2, new byte[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("11 levels do not fill 2 x 2");
    assertThatThrownBy(() -> RgbImage.of(0, 2, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cropsTheRectangle() {
    RgbImage image = Samples.random(7, 5, 1);
    RgbImage crop = image.crop(2, 1, 4, 3);
    assertThat(crop).hasToString("RgbImage[4 x 3]");
    for (int channel = 0; channel < 3; channel++) {
      assertThat(crop.level(0, 0, channel)).isEqualTo(image.level(2, 1, channel));
      assertThat(crop.level(3, 2, channel)).isEqualTo(image.level(5, 3, channel));
    }
    assertThatThrownBy(() -> image.crop(4, 0, 4, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("4 x 1 at (4, 0)");
  }
}
