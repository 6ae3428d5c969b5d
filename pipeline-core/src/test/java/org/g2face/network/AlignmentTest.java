package org.g2face.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.g2face.ops.CostOps;
import org.g2face.tensor.Tensor;

class AlignmentTest {
  private static final double[] SEVEN_TO_THREE = {
    0.357143, 0.428571, 0.214286, 0, 0, 0, 0, 0, 0.058824, 0.235294, 0.411765, 0.235294, 0.058824,
    0, 0, 0, 0, 0, 0.214286, 0.428571, 0.357143
  };
  private static final double[] FOUR_TO_SIX = {
    1, 0, 0, 0, //
    0.5, 0.5, 0, 0, //
    0, 0.833333, 0.166667, 0, //
    0, 0.166667, 0.833333, 0, //
    0, 0, 0.5, 0.5, //
    0, 0, 0, 1
  };

  @Example
  void nearestTakesWhatPyTorchTakes() {
    Tensor rows = new Alignment.Nearest(112, 96).rows(256);
    int[] first = {0, 2, 4, 6, 9, 11, 13, 16, 18, 20, 22, 25};
    for (int i = 0; i < first.length; i++) {
      assertThat(source(rows, i)).isEqualTo(first[i]);
    }
    assertThat(source(rows, 111)).isEqualTo(253);
    // Where exact arithmetic would say 31 and 63.
    assertThat(source(new Alignment.Nearest(112, 112).rows(62), 56)).isEqualTo(30);
    assertThat(source(new Alignment.Nearest(96, 96).columns(112), 54)).isEqualTo(62);
  }

  private static int source(Tensor weights, int row) {
    int found = -1;
    int columns = (int) weights.shape()[1];
    for (int j = 0; j < columns; j++) {
      if (weights.at(row * columns + j) == 1) {
        assertThat(found).isEqualTo(-1);
        found = j;
      }
    }
    return found;
  }

  /** The values are those of PyTorch's antialiased bilinear interpolation. */
  @Example
  void boxReducesWithoutAliasingAndEnlargesSmoothly() {
    assertClose(Alignment.Box.whole(3, 3).rows(7), SEVEN_TO_THREE);
    assertClose(Alignment.Box.whole(6, 6).columns(4), FOUR_TO_SIX);
  }

  private static void assertClose(Tensor actual, double[] expected) {
    assertThat(actual.count()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual.at(i)).isCloseTo(expected[i], within(1e-6));
    }
  }

  /** A ramp stays the ramp of the box's own positions, away from the crop's edge. */
  @Property(tries = 200)
  void boxShowsTheRightPlace(
      @ForAll @DoubleRange(min = 0.3, max = 0.45) double left,
      @ForAll @DoubleRange(min = 0.55, max = 0.7) double right,
      @ForAll @IntRange(min = 64, max = 256) int from,
      @ForAll @IntRange(min = 16, max = 128) int to) {
    Tensor columns = new Alignment.Box(left, 0, right, 1, to, to).columns(from);
    double step = (right - left) * from / to;
    for (int i = 0; i < to; i++) {
      double sum = 0;
      double place = 0;
      for (int j = 0; j < from; j++) {
        sum += columns.at(i * from + j);
        place += columns.at(i * from + j) * (j + 0.5);
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
      // A sampled triangle is not quite centred unless its reach is a whole number.
      double tolerance = step <= 1 ? 1e-3 : 0.1 * step;
      assertThat(place).isCloseTo(left * from + (i + 0.5) * step, within(tolerance));
    }
  }

  @Property
  void aBoxOfTheSameSizeChangesNothing(@ForAll @IntRange(min = 1, max = 64) int side) {
    Tensor rows = Alignment.Box.whole(side, side).rows(side);
    for (int i = 0; i < side; i++) {
      assertThat(source(rows, i)).isEqualTo(i);
    }
  }

  @Example
  void anyCropGivesTheNetworksSize() {
    Alignment box = new Alignment.Box(0.1, 0.2, 0.8, 0.9, 112, 96);
    CostOps.of(
        (ops, w) ->
            assertThat(box.forward(ops, new long[] {-1, 3, 128, 64}))
                .containsExactly(-1, 3, 112, 96));
  }

  @Example
  void aBoxLiesWithinTheCrop() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Alignment.Box(0.5, 0, 0.5, 1, 8, 8))
        .withMessageContaining("left < right");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Alignment.Box(0, -0.1, 1, 1, 8, 8))
        .withMessageContaining("top -0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Alignment.Box(0, 0, Double.NaN, 1, 8, 8))
        .withMessageContaining("right NaN");
  }
}
