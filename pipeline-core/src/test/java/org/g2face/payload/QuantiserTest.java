package org.g2face.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class QuantiserTest {

  @Test
  void theScaleAndTheStepsLieOneBehindTheOther() {
    // 1.5 is the bfloat16 3fc0; the steps of width 0.75 are 0 (-1.5 to -0.75) to 3 (0.75 to 1.5).
    Quantiser quantiser = new Quantiser(5, 2);
    byte[] packed = quantiser.pack(new float[] {-1.5f, -0.1f, 0.1f, 1.5f, 0.74f});
    assertThat(packed).containsExactly(0x3f, 0xc0, 0b00011011, 0b10000000);
    assertThat(quantiser.unpack(packed)).containsExactly(-1.125f, -0.375f, 0.375f, 1.125f, 0.375f);
  }

  @Property(tries = 500)
  void noCoordinateIsFurtherOffThanHalfAStep(
      @ForAll @Size(min = 1, max = 40)
          List<@FloatRange(min = -1e30f, max = 1e30f) Float> coordinates,
      @ForAll @IntRange(min = 1, max = 8) int bits) {
    float[] identity = new float[coordinates.size()];
    double largest = 0;
    for (int i = 0; i < identity.length; i++) {
      identity[i] = coordinates.get(i);
      largest = Math.max(largest, Math.abs(identity[i]));
    }
    Quantiser quantiser = new Quantiser(identity.length, bits);
    byte[] packed = quantiser.pack(identity);
    assertThat(packed).hasSize(quantiser.bytes());
    float[] back = quantiser.unpack(packed);
    // The scale is rounded up by at most 1/128, or the smallest bfloat16.
    double half = (largest * (1 + 1 / 128.0) + 1e-40) / (1 << bits);
    for (int i = 0; i < identity.length; i++) {
      assertThat((double) back[i]).isFinite().isCloseTo(identity[i], within(half * 1.01));
    }
  }

  @Test
  void nothingStaysNothing() {
    Quantiser quantiser = new Quantiser(7, 5);
    assertThat(quantiser.unpack(quantiser.pack(new float[7]))).containsOnly(0f);
  }

  @Test
  void theLargestNumbersStayFinite() {
    Quantiser quantiser = new Quantiser(2, 8);
    float[] back = quantiser.unpack(quantiser.pack(new float[] {Float.MAX_VALUE, -3e38f}));
    assertThat(back[0]).isBetween(3.3e38f, Float.MAX_VALUE);
    assertThat(back[1]).isBetween(-3.02e38f, -2.98e38f);
  }

  @Test
  void whatIsNoNumberIsRefused() {
    Quantiser quantiser = new Quantiser(2, 5);
    assertThatThrownBy(() -> quantiser.pack(new float[] {1, Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> quantiser.pack(new float[] {Float.NEGATIVE_INFINITY, 1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> quantiser.pack(new float[3])).hasMessage("3 coordinates instead of 2");
  }

  @Test
  void realFacesPointWhereTheyPointed() throws IOException {
    Quantiser quantiser = new Quantiser(128, SealedCodec.COORDINATE_BITS);
    for (float[] face : RealFaces.embeddings(40)) {
      float[] back = quantiser.unpack(quantiser.pack(face));
      assertThat(Vectors.cosine(face, back)).isGreaterThan(0.996);
      assertThat(Vectors.norm(back) / Vectors.norm(face)).isCloseTo(1, within(0.03));
    }
  }
}
