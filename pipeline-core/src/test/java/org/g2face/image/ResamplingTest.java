package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplingTest {

  @ParameterizedTest
  @ValueSource(strings = {"resized-20x13.png", "resized-96x80.png", "resized-7x64.png"})
  void agreesWithPillow(String file) {
    RgbImage expected = Samples.png(file);
    RgbImage resized = Samples.reference().resize(expected.width(), expected.height());
    // Pillow rounds between its two passes, which is good for one level.
    assertThat(Samples.largestDifference(resized, expected)).isLessThanOrEqualTo(1);
  }

  @Property(tries = 100)
  void evenPicturesStayEven(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int newWidth,
      @ForAll @IntRange(min = 1, max = 40) int newHeight,
      @ForAll byte level) {
    byte[] levels = new byte[width * height * 3];
    Arrays.fill(levels, level);
    assertThat(RgbImage.of(width, height, levels).resize(newWidth, newHeight).toBytes())
        .hasSize(newWidth * newHeight * 3)
        .containsOnly(level);
  }

  @Property(tries = 50)
  void halvingIsTheSameFromBothSides(
      @ForAll @IntRange(min = 1, max = 16) int half, @ForAll long seed) {
    RgbImage image = Samples.random(2 * half, 3, seed);
    RgbImage thenMirrored = Orientation.MIRROR.apply(image.resize(half, 3));
    RgbImage mirroredFirst = Orientation.MIRROR.apply(image).resize(half, 3);
    assertThat(Samples.largestDifference(thenMirrored, mirroredFirst)).isLessThanOrEqualTo(1);
  }
}
