package org.g2face.photograph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.g2face.detect.Point;
import org.g2face.image.AffineMap;
import org.g2face.image.Canvas;
import org.g2face.image.Mask;
import org.g2face.image.RgbImage;
import org.g2face.image.Warp;
import org.junit.jupiter.api.Test;

class CompositionTest {
  private static final int SIZE = 64;

  /** Waves that a crop can show: the shortest is {@code period} pixels long. */
  private static RgbImage waves(int width, int height, double period, boolean grey) {
    byte[] levels = new byte[width * height * 3];
    double step = 2 * Math.PI / period;
    for (int i = 0; i < levels.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      int channel = grey ? 0 : i % 3;
      levels[i] = (byte) (128 + 60 * Math.sin(step * x + channel) + 50 * Math.cos(step * y * 0.7));
    }
    return RgbImage.of(width, height, levels);
  }

  private static RgbImage noise(int width, int height, long seed) {
    byte[] levels = new byte[width * height * 3];
    new Random(seed).nextBytes(levels);
    return RgbImage.of(width, height, levels);
  }

  /** Pixels outside of the mask are those of the photograph, wherever the face is. */
  @Property(tries = 60)
  void nothingOutsideOfTheMaskChanges(
      @ForAll @DoubleRange(min = -30, max = 150) double x,
      @ForAll @DoubleRange(min = -30, max = 130) double y,
      @ForAll @DoubleRange(min = 4, max = 400) double half,
      @ForAll @DoubleRange(min = -3.2, max = 3.2) double turn,
      @ForAll long seed) {
    RgbImage photograph = noise(120, 100, seed);
    FfhqCrop frame =
        new FfhqCrop(new Point(x, y), new Point(half * Math.cos(turn), half * Math.sin(turn)));
    Mask mask = FaceMask.generous();
    Canvas canvas = new Canvas(photograph);
    canvas.paint(noise(SIZE, SIZE, seed + 1), mask, frame.toPhotograph(1));
    RgbImage painted = canvas.toImage();

    AffineMap inverse = frame.toPhotograph(1).inverse();
    for (int row = 0; row < 100; row++) {
      for (int column = 0; column < 120; column++) {
        double u = inverse.x(column + 0.5, row + 0.5);
        double v = inverse.y(column + 0.5, row + 0.5);
        if (u < 0 || v < 0 || u > 1 || v > 1 || mask.at(u, v) == 0) {
          for (int channel = 0; channel < 3; channel++) {
            assertThat(painted.level(column, row, channel))
                .isEqualTo(photograph.level(column, row, channel));
          }
        }
      }
    }
  }

  /** A crop that is painted back unchanged changes almost nothing. */
  @Property(tries = 40)
  void aCropFindsItsWayBack(
      @ForAll @DoubleRange(min = 60, max = 180) double x,
      @ForAll @DoubleRange(min = 60, max = 140) double y,
      @ForAll @DoubleRange(min = 12, max = 100) double half,
      @ForAll @DoubleRange(min = -3.2, max = 3.2) double turn) {
    double coarseness = Math.max(1, 2 * half / SIZE);
    RgbImage photograph = waves(240, 200, 24 * coarseness, false);
    FfhqCrop frame =
        new FfhqCrop(new Point(x, y), new Point(half * Math.cos(turn), half * Math.sin(turn)));
    RgbImage crop =
        Warp.image(photograph, frame.toPhotograph(SIZE), SIZE, SIZE, Warp.Border.REFLECTED);
    Canvas canvas = new Canvas(photograph);
    canvas.paint(crop, FaceMask.generous(), frame.toPhotograph(1));
    RgbImage painted = canvas.toImage();
    for (int row = 0; row < 200; row++) {
      for (int column = 0; column < 240; column++) {
        for (int channel = 0; channel < 3; channel++) {
          assertThat(painted.level(column, row, channel))
              .isCloseTo(photograph.level(column, row, channel), within(9));
        }
      }
    }
  }

  /** Where a pixel of the crop is a pixel of the photograph, hidden bits survive. */
  @Property(tries = 20)
  void aPlaceOfScaleOneKeepsEveryLevel(
      @ForAll @IntRange(min = 0, max = 40) int left,
      @ForAll @IntRange(min = 0, max = 30) int top,
      @ForAll long seed) {
    FfhqCrop frame =
        new FfhqCrop(new Point(left + SIZE / 2.0, top + SIZE / 2.0), new Point(SIZE / 2.0, 0));
    RgbImage patch = noise(SIZE, SIZE, seed);
    Canvas canvas = new Canvas(noise(120, 100, seed + 1));
    canvas.paint(patch, FaceMask.generous(), frame.toPhotograph(1));
    RgbImage again =
        Warp.image(canvas.view(), frame.toPhotograph(SIZE), SIZE, SIZE, Warp.Border.REFLECTED);
    for (int y = 20; y < 50; y++) {
      for (int x = 20; x < 44; x++) {
        assertThat(again.level(x, y, 1)).isEqualTo(patch.level(x, y, 1));
      }
    }
  }

  @Property(tries = 60)
  void mapsAreUndoneByTheirInverses(
      @ForAll @DoubleRange(min = -1000, max = 1000) double x,
      @ForAll @DoubleRange(min = -1000, max = 1000) double y,
      @ForAll @DoubleRange(min = 0.01, max = 3000) double half,
      @ForAll @DoubleRange(min = -3.2, max = 3.2) double turn) {
    AffineMap map =
        new FfhqCrop(new Point(x, y), new Point(half * Math.cos(turn), half * Math.sin(turn)))
            .toPhotograph(SIZE);
    AffineMap inverse = map.inverse();
    assertThat(inverse.x(map.x(3, 50), map.y(3, 50))).isCloseTo(3, within(1e-6));
    assertThat(inverse.y(map.x(3, 50), map.y(3, 50))).isCloseTo(50, within(1e-6));
  }

  @Test
  void aGreyPhotographStaysGrey() {
    RgbImage photograph = waves(80, 80, 20, true);
    Canvas canvas = new Canvas(photograph);
    FfhqCrop frame = new FfhqCrop(new Point(40, 40), new Point(30, 5));
    canvas.paint(noise(SIZE, SIZE, 5), FaceMask.generous(), frame.toPhotograph(1));
    RgbImage painted = canvas.toImage();
    assertThat(painted).isNotEqualTo(photograph);
    for (int i = 0; i < 80; i++) {
      assertThat(painted.level(i, i, 0)).isEqualTo(painted.level(i, i, 1));
      assertThat(painted.level(i, i, 2)).isEqualTo(painted.level(i, i, 1));
    }
  }

  @Test
  void aLargeFaceIsShrunkWithoutAliasing() {
    // A chequerboard of single pixels is grey at a tenth of its size, not a pattern.
    int side = 1000;
    byte[] levels = new byte[side * side * 3];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) ((i / 3 % side + i / 3 / side) % 2 == 0 ? 0 : 255);
    }
    RgbImage board = RgbImage.of(side, side, levels);
    FfhqCrop frame = new FfhqCrop(new Point(500, 500), new Point(420, 130));
    RgbImage crop = Warp.image(board, frame.toPhotograph(SIZE), SIZE, SIZE, Warp.Border.REFLECTED);
    for (int i = 0; i < SIZE; i++) {
      assertThat(crop.level(i, SIZE - 1 - i, 0)).isBetween(110, 145);
    }
  }
}
