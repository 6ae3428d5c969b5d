package org.g2face.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PreflightTest {

  /** An engine in plain loops, which is wrong by a share until it takes another way. */
  private static final class Loops implements Convolver {
    private final String name;
    private final String device;
    private final double error;
    private final boolean hasAnotherWay;
    private boolean otherWay;
    private int runs;

    Loops(String name, String device, double error, boolean hasAnotherWay) {
      this.name = name;
      this.device = device;
      this.error = error;
      this.hasAnotherWay = hasAnotherWay;
    }

    @Override
    public String library() {
      return name;
    }

    @Override
    public String device() {
      return device;
    }

    @Override
    public Arithmetic arithmetic() {
      return Arithmetic.FLOAT32;
    }

    @Override
    public Optional<CudaBuild> cuda() {
      return Optional.of(CudaBuild.LIBTORCH);
    }

    @Override
    public List<Convolved> convolve(List<Convolution> cases) {
      runs++;
      List<Convolved> all = new ArrayList<>();
      for (Convolution each : cases) {
        Convolution.Answers answers = each.new Answers();
        double wrong = each.out() == 24 && !otherWay ? 1 + error : 1;
        int side = each.outSide();
        all.add(
            new Convolved(
                tensor(i -> wrong * answers.output(i), each.batch(), each.out(), side, side),
                tensor(answers::imageGradient, each.image().shape()),
                tensor(answers::weightGradient, each.weight().shape())));
      }
      return all;
    }

    private static Tensor tensor(IntToDoubleFunction value, long... shape) {
      float[] values = new float[(int) Tensor.count(shape)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) value.applyAsDouble(i);
      }
      return Tensor.of(values, shape);
    }

    @Override
    public Optional<String> useAnotherWay() {
      otherWay = hasAnotherWay;
      return hasAnotherWay ? Optional.of("without vectors") : Optional.empty();
    }
  }

  @Test
  void aRightEngineIsExaminedOnceInAProcess() {
    Loops right = new Loops("right 1.0", "cpu", 0, false);
    Preflight.require(right);
    Preflight.require(right);

    assertThat(right.runs).isEqualTo(1);
  }

  @Test
  void aWrongEngineIsRefusedBySayingWhatIsWrongWhere() {
    assertThatThrownBy(() -> Preflight.require(new Loops("liar 2.0", "cpu", 0.43, false)))
        .isInstanceOf(PreflightException.class)
        .hasMessageContaining("liar 2.0 computes wrong numbers in float32 on the processor ")
        .hasMessageContaining(Processor.name())
        .hasMessageContaining("to 24 channels")
        .hasMessageContaining("is off by 43 %")
        .hasMessageContaining("another kind of machine");
    // It is refused again, and not taken for examined.
    assertThatThrownBy(() -> Preflight.require(new Loops("liar 2.0", "cpu", 0.43, false)))
        .isInstanceOf(PreflightException.class);
    assertThatThrownBy(() -> Preflight.require(new Loops("nan 1", "cpu", Double.NaN, false)))
        .hasMessageContaining("is no number");
  }

  @Test
  void anotherWayIsTakenWhereItIsRight() {
    Loops engine = new Loops("slow 1.0", "cpu", 0.05, true);
    Preflight.require(engine);

    assertThat(engine.otherWay).isTrue();
    assertThat(engine.runs).isEqualTo(2);
  }

  @Test
  void theCasesHaveEveryChannelCountKernelAndStride() {
    Set<Integer> channels = new TreeSet<>();
    Set<String> windows = new TreeSet<>();
    for (Convolution each : NumericsCheck.cases()) {
      channels.add(each.in());
      windows.add(each.kernel() + " by " + each.stride());
    }

    assertThat(channels).containsExactly(3, 8, 24, 40, 513);
    assertThat(windows).containsExactly("1 by 1", "1 by 2", "3 by 1", "3 by 2", "4 by 1", "4 by 2");
  }

  @Test
  void aGpuIsAskedBeforeItIsUsed() {
    Loops engine = new Loops("gpu 1.0", "cuda:1", 0, false);
    String volta = "9.0, 580.65.06, NVIDIA H100 80GB HBM3\n7.0, 580.65.06, Tesla V100-SXM2-16GB\n";
    String old = "8.0, 535.183.01, NVIDIA A100-SXM4-80GB\n";

    assertThatThrownBy(() -> Preflight.requireGpu(engine, () -> Optional.of(volta), null))
        .isInstanceOf(PreflightException.class)
        .hasMessageContaining("Tesla V100-SXM2-16GB (compute capability 7.0, driver 580.65.06)")
        .hasMessageContaining("only from compute capability 7.5 on");
    Preflight.requireGpu(engine, () -> Optional.of(volta), "1,0");
    assertThatThrownBy(() -> Preflight.requireGpu(engine, () -> Optional.of(old), "3,0"))
        .hasMessageContaining("needs a driver of branch 580 or newer")
        .hasMessageContaining("A100");
    // Where nothing can be asked, the convolutions have to tell.
    Preflight.requireGpu(engine, Optional::empty, null);
    Preflight.requireGpu(engine, () -> Optional.of("No devices were found\n"), null);
    Preflight.requireGpu(engine, () -> Optional.of(volta), "0,GPU-1f2e");
    Preflight.requireGpu(
        engine,
        () -> {
          throw new java.io.IOException("Cannot run program \"nvidia-smi\"");
        },
        null);
    assertThat(engine.runs).isZero();
  }

  @Test
  void aProcessorIsNamedWithItsKind() {
    List<String> amd =
        List.of(
            "processor\t: 0", "cpu family\t: 26", "model\t\t: 17", "model name\t: AMD EPYC 9B45");

    assertThat(Processor.name(amd)).isEqualTo("AMD EPYC 9B45 (family 26, model 17)");
    assertThat(Processor.name(List.of())).isEqualTo(System.getProperty("os.arch"));
  }
}
