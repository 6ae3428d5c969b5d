package org.g2face.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.g2face.preflight.LyingOps;
import org.g2face.preflight.Preflight;
import org.g2face.preflight.PreflightException;
import org.g2face.preflight.Renamed;
import org.junit.jupiter.api.Test;

class OnnxConvolverTest {

  @Test
  void itIsRightHereAndALieIsFound() {
    Execution cpu = Execution.onCpu(1);
    OnnxConvolver lying = new OnnxConvolver(cpu, ops -> LyingOps.of(ops, 0.05));

    assertThatThrownBy(() -> Preflight.require(new Renamed(lying, " under test")))
        .isInstanceOf(PreflightException.class)
        .hasMessageContaining("ONNX Runtime 1.29.0 under test computes wrong numbers")
        .hasMessageContaining("is off by 5.0 %");
    Preflight.require(new OnnxConvolver(cpu));
  }
}
