package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch;
import org.g2face.preflight.Arithmetic;
import org.g2face.preflight.Convolution;
import org.g2face.preflight.Convolved;
import org.g2face.preflight.Convolver;
import org.g2face.preflight.LyingOps;
import org.g2face.preflight.NumericsCheck;
import org.g2face.preflight.Preflight;
import org.g2face.preflight.PreflightException;
import org.g2face.preflight.Renamed;
import org.g2face.train.nd4j.Nd4jConvolver;
import org.g2face.train.torch.TorchConvolver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The training engines are right on this machine, and their lies are found. */
class PreflightEnginesTest {

  @ParameterizedTest
  @EnumSource(Arithmetic.class)
  void libtorchIsRightAndALieIsFound(Arithmetic arithmetic) {
    Preflight.require(new Renamed(new TorchConvolver("cpu", arithmetic), " here"));
    TorchConvolver lying = new TorchConvolver("cpu", arithmetic, ops -> LyingOps.of(ops, 0.05));

    boolean before = torch.globalContext().userEnabledMkldnn();
    try {
      // Without oneDNN the lie is still there.
      assertThatThrownBy(() -> Preflight.require(new Renamed(lying, " lying")))
          .isInstanceOf(PreflightException.class)
          .hasMessageContaining("libtorch 2.13.0 lying computes wrong numbers in " + arithmetic)
          .hasMessageContaining("also without oneDNN");
      assertThat(torch.globalContext().userEnabledMkldnn())
          .as("what is no better is not gone over to")
          .isEqualTo(before);
      torch.globalContext().setUserEnabledMkldnn(false);
      Preflight.require(new Renamed(new TorchConvolver("cpu", arithmetic), " without oneDNN"));
    } finally {
      torch.globalContext().setUserEnabledMkldnn(before);
    }
  }

  /** As on Zen 5 with libtorch 2.10: oneDNN is wrong, what is there beside it is right. */
  @Test
  void whereOneDnnIsWrongItIsSwitchedOff() {
    TorchConvolver right = new TorchConvolver("cpu", Arithmetic.FLOAT32);
    TorchConvolver wrong =
        new TorchConvolver("cpu", Arithmetic.FLOAT32, ops -> LyingOps.of(ops, 0.4));
    Convolver oneDnn =
        new Convolver() {
          @Override
          public String library() {
            return right.library() + " with a wrong oneDNN";
          }

          @Override
          public String device() {
            return "cpu";
          }

          @Override
          public Arithmetic arithmetic() {
            return Arithmetic.FLOAT32;
          }

          @Override
          public List<Convolved> convolve(List<Convolution> cases) {
            return (torch.globalContext().userEnabledMkldnn() ? wrong : right).convolve(cases);
          }

          @Override
          public Optional<Way> anotherWay() {
            return right.anotherWay();
          }
        };
    boolean before = torch.globalContext().userEnabledMkldnn();
    try {
      Preflight.require(oneDnn);
      assertThat(torch.globalContext().userEnabledMkldnn()).isFalse();
    } finally {
      torch.globalContext().setUserEnabledMkldnn(before);
    }
  }

  @Test
  void nd4jIsRightAndALieIsFound() {
    Preflight.require(new Renamed(new Nd4jConvolver(), " here"));

    assertThatThrownBy(
            () ->
                Preflight.require(
                    new Renamed(new Nd4jConvolver(ops -> LyingOps.of(ops, 0.05)), " lying")))
        .isInstanceOf(PreflightException.class)
        .hasMessageContaining("ND4J 1.0.0-M2.1 lying");
  }

  /** How long it takes, twice each; the first time kernels are made. */
  @Test
  @Tag("long")
  void itTakesLittle() {
    for (Convolver engine :
        List.of(
            new TorchConvolver("cpu", Arithmetic.FLOAT32),
            new TorchConvolver("cpu", Arithmetic.BFLOAT16),
            new Nd4jConvolver())) {
      for (int i = 0; i < 2; i++) {
        long began = System.nanoTime();
        engine.convolve(NumericsCheck.cases());
        System.out.printf(
            "%s %s, run %d: %d ms%n",
            engine.library(), engine.arithmetic(), i, (System.nanoTime() - began) / 1_000_000);
      }
    }
  }
}
