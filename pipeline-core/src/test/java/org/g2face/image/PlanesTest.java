package org.g2face.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PlanesTest {

  @Test
  void writesThreePlanesBetweenMinusOneAndOne() {
    RgbImage image = RgbImage.of(2, 1, new byte[] {0, 51, (byte) 255, (byte) 255, 0, 102});
    FloatBuffer planes = FloatBuffer.allocate(6);
    Planes.write(image, planes, 0);
    assertThat(planes.array()).containsExactly(-1, 1, 51 / 127.5f - 1, -1, 1, 102 / 127.5f - 1);
    assertThat(planes.position()).isZero();
  }

  @Property(tries = 50)
  void everyPictureComesBackFromItsPlaceInABatch(
      @ForAll @IntRange(min = 1, max = 20) int width,
      @ForAll @IntRange(min = 1, max = 20) int height,
      @ForAll long seed) {
    int count = Planes.count(width, height);
    FloatBuffer batch = Tensor.allocate(3 * count);
    for (int i = 0; i < 3; i++) {
      Planes.write(Samples.random(width, height, seed + i), batch, i * count);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(Planes.read(batch, i * count, width, height))
          .contains(Samples.random(width, height, seed + i));
    }
  }

  @Test
  void everyLevelComesBack() {
    byte[] levels = new byte[256 * 3];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (i / 3);
    }
    RgbImage image = RgbImage.of(256, 1, levels);
    FloatBuffer planes = FloatBuffer.allocate(levels.length);
    Planes.write(image, planes, 0);
    assertThat(Planes.read(planes, 0, 256, 1)).contains(image);
  }

  @Test
  void limitsAndRoundsHalvesUpwards() {
    // 0 lies half way between the levels 127 and 128.
    FloatBuffer planes = FloatBuffer.wrap(new float[] {-7, 7, 0, -1e-6f, 0.5f / 255 - 1, 0.99f});
    RgbImage image = Planes.read(planes, 0, 2, 1).orElseThrow();
    assertThat(image.toBytes()).isEqualTo(bytes(0, 128, 0, 255, 127, 254));
  }

  @Test
  void valuesThatAreNotFiniteAreNoPicture() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThat(Planes.read(FloatBuffer.wrap(new float[] {0, 0, bad}), 0, 1, 1)).isEmpty();
    }
  }

  private static byte[] bytes(int... levels) {
    byte[] bytes = new byte[levels.length];
    for (int i = 0; i < levels.length; i++) {
      bytes[i] = (byte) levels[i];
    }
    return bytes;
  }
}
