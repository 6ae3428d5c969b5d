package org.g2face.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.g2face.image.RgbImage;
import org.junit.jupiter.api.Test;

class PictureMetricsTest {
  /** 1e-6 of the value; the references are stored in single precision. */
  private static final double AGREEMENT = 1e-4;

  @Test
  void agreesWithReferenceValues() throws IOException {
    GoldenMetrics golden = new GoldenMetrics();
    assertThat(golden.pairs()).isEqualTo(5);
    for (int i = 0; i < golden.pairs(); i++) {
      RgbImage a = golden.image("a", i);
      RgbImage b = golden.image("b", i);
      PixelError error = PixelError.between(a, b);
      // The last pair is equal, for which the references hold 1e9 decibels.
      double psnr = Math.min(error.psnr(), 1e9);
      assertThat(psnr).isCloseTo(golden.value("psnr", i), withinPercentage(AGREEMENT));
      assertThat(error.meanAbsolute())
          .isCloseTo(golden.value("mae", i), withinPercentage(AGREEMENT));
      assertThat(Ssim.between(a, b)).isCloseTo(golden.value("ssim", i), within(1e-6));
    }
  }

  @Test
  void equalPicturesAreAtNoDistance() {
    RgbImage image = noise(11, 11, 1);
    PixelError error = PixelError.between(image, image);
    assertThat(error).isEqualTo(new PixelError(0, 0));
    assertThat(error.psnr()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Ssim.between(image, image)).isCloseTo(1, within(1e-12));
  }

  @Test
  void blackAgainstWhiteIsAsFarAsItGets() {
    PixelError error = PixelError.between(even(0), even(255));
    assertThat(error.meanAbsolute()).isEqualTo(1);
    assertThat(error.psnr()).isZero();
    // Both windows are flat: only the luminance term is left.
    double c1 = 6.5025;
    assertThat(Ssim.between(even(0), even(255))).isCloseTo(c1 / (255 * 255 + c1), within(1e-12));
  }

  @Test
  void oneLevelOfOneChannel() {
    byte[] levels = even(100).toBytes();
    levels[7] = (byte) (levels[7] + 2);
    PixelError error = PixelError.between(even(100), RgbImage.of(12, 12, levels));
    assertThat(error.meanAbsolute()).isCloseTo(2 / 255.0 / levels.length, within(1e-15));
    assertThat(error.meanSquare()).isCloseTo(4.0 / levels.length, within(1e-15));
  }

  @Test
  void unrelatedNoiseIsUnlike() {
    assertThat(Ssim.between(noise(64, 64, 1), noise(64, 64, 2))).isBetween(-0.1, 0.1);
  }

  @Test
  void refusesPicturesThatCannotBeCompared() {
    RgbImage small = noise(10, 20, 1);
    assertThatThrownBy(() -> PixelError.between(small, noise(20, 10, 1)))
        .hasMessage("cannot compare RgbImage[10 x 20] with RgbImage[20 x 10]");
    assertThatThrownBy(() -> Ssim.between(small, small))
        .hasMessageContaining("smaller than the window of 11 pixels");
  }

  private static RgbImage even(int level) {
    byte[] levels = new byte[12 * 12 * 3];
    Arrays.fill(levels, (byte) level);
    return RgbImage.of(12, 12, levels);
  }

  private static RgbImage noise(int width, int height, long seed) {
    byte[] levels = new byte[width * height * 3];
    new Random(seed).nextBytes(levels);
    return RgbImage.of(width, height, levels);
  }
}
