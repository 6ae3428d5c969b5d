package org.g2face.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class ConstantBaselineTest {

  @Test
  void answersTheMajorityAndTheMean() {
    ConstantBaseline reader = new ConstantBaseline(3, 2);
    reader.add(bits(0, 2), new float[] {1, 4});
    reader.add(bits(0), new float[] {3, 4});
    ConstantBaseline other = new ConstantBaseline(3, 2);
    other.add(bits(0, 1), new float[] {2, 4});
    other.add(bits(0, 2), new float[] {2, 4});
    reader.addAll(other);
    assertThat(reader.count()).isEqualTo(4);
    // Wrong by place: 0, 1 and 2 of 4.
    assertThat(reader.bitErrorRate()).isEqualTo(3 / 12.0);
    // Variance 1/2 and 0.
    assertThat(reader.floatError()).isCloseTo(0.25, within(1e-15));
  }

  private static BitSet bits(int... ones) {
    BitSet bits = new BitSet();
    for (int one : ones) {
      bits.set(one);
    }
    return bits;
  }
}
