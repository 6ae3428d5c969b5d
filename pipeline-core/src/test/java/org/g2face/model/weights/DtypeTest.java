package org.g2face.model.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DtypeTest {

  /** IEEE 754 half precision: 5 exponent bits of bias 15, 10 fraction bits. */
  @Test
  void everyHalfHasItsValue() {
    ByteBuffer halves = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits = 0; bits < 1 << 16; bits++) {
      halves.putShort((short) bits);
    }
    FloatBuffer values = FloatBuffer.allocate(1 << 16);
    Dtype.F16.decode(halves.flip(), values);
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      int fraction = bits & 1023;
      double size =
          exponent == 0
              ? Math.scalb((double) fraction, -24)
              : Math.scalb(1024.0 + fraction, exponent - 25);
      if (exponent == 31) {
        size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
      }
      double expected = bits >> 15 == 0 ? size : -size;
      Double actual = (double) values.get(bits);
      assertThat(actual).as(Integer.toHexString(bits)).isEqualTo(Double.valueOf(expected));
    }
  }

  /** No other half is nearer than the one that was written. */
  @Property
  void halvesAreTheNearest(@ForAll @FloatRange(min = -65504, max = 65504) float value)
      throws IOException {
    NamedTensors tensors = NamedTensors.of(Map.of("w", Tensor.scalar(value)));
    byte[] file = SafetensorsTest.written(tensors, Dtype.F16);
    float written = Safetensors.read(SafetensorsTest.open(file)).tensors().get("w").at(0);
    int exponent = Math.max(Math.getExponent(value), -14);
    assertThat(Math.abs((double) written - value))
        .isLessThanOrEqualTo(Math.scalb(0.5, exponent - 10));
  }
}
