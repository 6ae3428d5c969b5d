package org.g2face.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private static final List<Convolved> RIGHT =
      NumericsCheck.cases().stream().map(each -> new PlainLoops(each).convolved()).toList();

  /** An engine in plain loops, which is wrong by a share until it takes another way. */
  private static class Loops implements Convolver {
    private final String name;
    private final String device;
    private final double error;
    private final boolean hasAnotherWay;
    private AtomicBoolean wayTaken = new AtomicBoolean();
    private Arithmetic arithmetic = Arithmetic.FLOAT32;
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
      return arithmetic;
    }

    @Override
    public Optional<CudaBuild> cuda() {
      return Optional.of(CudaBuild.LIBTORCH);
    }

    @Override
    public List<Convolved> convolve(List<Convolution> cases) {
      runs++;
      List<Convolved> all = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        boolean wrong = cases.get(i).out() == 24 && !wayTaken.get();
        Convolved right = RIGHT.get(i);
        all.add(
            wrong
                ? new Convolved(
                    scaled(right.output()), right.imageGradient(), right.weightGradient())
                : right);
      }
      return all;
    }

    private Tensor scaled(Tensor output) {
      float[] values = output.toArray();
      for (int i = 0; i < values.length; i++) {
        values[i] *= (float) (1 + error);
      }
      return Tensor.of(values, output.shape());
    }

    @Override
    public Optional<Way> anotherWay() {
      return hasAnotherWay
          ? Optional.of(
              new Way("without vectors", () -> wayTaken.set(true), () -> wayTaken.set(false)))
          : Optional.empty();
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

    assertThat(engine.wayTaken).isTrue();
    assertThat(engine.runs).isEqualTo(2);
  }

  /** As of oneDNN, which float32 and bfloat16 share. */
  @Test
  void anotherWayIsLeftIfWhatHasPassedBeforeIsWrongOnIt() {
    AtomicBoolean shared = new AtomicBoolean();
    Loops before = new Loops("two 1.0", "cpu", 0, false);
    before.wayTaken = shared;
    Preflight.require(before);
    Loops engine = new Loops("two 1.0", "cpu", 0.3, true);
    engine.wayTaken = shared;
    engine.arithmetic = Arithmetic.BFLOAT16;

    Preflight.require(engine);
    assertThat(shared).isTrue();
    assertThat(before.runs).as("times that what had passed was examined").isEqualTo(2);

    shared.set(false);
    Loops lost =
        new Loops("three 1.0", "cpu", 0, false) {
          @Override
          public List<Convolved> convolve(List<Convolution> cases) {
            return new Loops("", "", shared.get() ? 0.2 : 0, false).convolve(cases);
          }
        };
    Preflight.require(lost);
    Loops third = new Loops("three 1.0", "cpu", 0.3, true);
    third.wayTaken = shared;
    third.arithmetic = Arithmetic.BFLOAT16;
    assertThatThrownBy(() -> Preflight.require(third))
        .isInstanceOf(PreflightException.class)
        .hasMessageContaining("in bfloat16")
        .hasMessageContaining("and without vectors, three 1.0 computes wrong numbers in float32");
    assertThat(shared).as("the way is left").isFalse();
  }

  @Test
  void theCasesHaveEveryChannelCountKernelAndStride() {
    Set<Integer> channels = new TreeSet<>();
    Set<String> windows = new TreeSet<>();
    Set<Integer> groups = new TreeSet<>();
    for (Convolution each : NumericsCheck.cases()) {
      channels.add(each.in());
      windows.add(each.kernel() + " by " + each.stride());
      groups.add(each.groups());
    }

    assertThat(channels).containsExactly(3, 8, 16, 24, 40, 513);
    assertThat(windows).containsExactly("1 by 1", "1 by 2", "3 by 1", "3 by 2", "4 by 1", "4 by 2");
    assertThat(groups).containsExactly(1, 24, 40);
  }

  /** One number of thousands, wherever it is, and what is no picture at all. */
  @Test
  void oneWrongNumberIsEnough() {
    Random random = new Random(3);
    for (int round = 0; round < 60; round++) {
      int number = random.nextInt(NumericsCheck.cases().size());
      int result = round % 3;
      UnaryOperator<Tensor> spoil =
          tensor -> {
            float[] values = tensor.toArray();
            int place = random.nextInt(values.length);
            values[place] = Math.abs(values[place]) < 0.1f ? 1 : values[place] * 1.5f;
            return Tensor.of(values, tensor.shape());
          };
      assertThat(NumericsCheck.worst(spoiled(number, result, spoil)))
          .as("result %d of %s", result, NumericsCheck.cases().get(number))
          .isPresent();
    }
    assertThat(NumericsCheck.worst(spoiled(0, 0, tensor -> Tensor.filled(0, 1, 2))).orElseThrow())
        .hasToString(
            "the shape [1, 2] in place of [2, 24, 8, 8] of a convolution of 3 to 24 channels, 3 x"
                + " 3, stride 1 is no number");
    assertThat(
            NumericsCheck.worst(spoiled(4, 2, tensor -> Tensor.filled(Float.NaN, tensor.shape()))))
        .isPresent();
  }

  private static Convolver spoiled(int number, int result, UnaryOperator<Tensor> spoil) {
    return new Loops("spoiled", "cpu", 0, false) {
      @Override
      public List<Convolved> convolve(List<Convolution> cases) {
        List<Convolved> all = new ArrayList<>(super.convolve(cases));
        Convolved right = all.get(number);
        all.set(
            number,
            new Convolved(
                result == 0 ? spoil.apply(right.output()) : right.output(),
                result == 1 ? spoil.apply(right.imageGradient()) : right.imageGradient(),
                result == 2 ? spoil.apply(right.weightGradient()) : right.weightGradient()));
        return all;
      }
    };
  }

  @Test
  void aGpuIsAskedBeforeItIsUsed() {
    Loops engine = new Loops("gpu 1.0", "cuda:1", 0, false);
    String volta =
        """
        9.0, 580.65.06, GPU-aa01, NVIDIA H100 80GB HBM3
        7.0, 580.65.06, GPU-bb02, Tesla V100-SXM2-16GB
        """;
    Map<String, String> bus = Map.of("CUDA_DEVICE_ORDER", "PCI_BUS_ID");

    assertThatThrownBy(() -> ask(engine, volta, bus))
        .isInstanceOf(PreflightException.class)
        .hasMessageContaining("Tesla V100-SXM2-16GB (compute capability 7.0, driver 580.65.06)")
        .hasMessageContaining("only from compute capability 7.5 on");
    ask(engine, volta, visible("1,0", bus));
    ask(engine, volta, visible("1,GPU-aa", bus));
    assertThatThrownBy(() -> ask(engine, volta, visible("0,GPU-bb02", Map.of())))
        .hasMessageContaining("Tesla V100");
    // CUDA counts from the fastest on unless it is told otherwise: which one it is remains open.
    ask(engine, volta, Map.of());
    assertThat(engine.runs).isZero();
  }

  @Test
  void aGpuThatIsHiddenIsNoGpu() {
    Loops engine = new Loops("gpu 1.0", "cuda:1", 0, false);
    String two = "9.0, 580.1, GPU-a, NVIDIA H100\n9.0, 580.1, GPU-b, NVIDIA H100\n";
    for (String hidden : List.of("", "-1", "0", "0,-1,1", "5,0,1", "NoDevFiles")) {
      assertThatThrownBy(() -> ask(engine, two, visible(hidden, Map.of())))
          .as(hidden)
          .isInstanceOf(PreflightException.class)
          .hasMessageContaining("no GPU 1 for this process")
          .hasMessageContaining("CUDA_VISIBLE_DEVICES is \"" + hidden + "\"");
    }
    assertThatThrownBy(() -> ask(engine, two.lines().findFirst().orElseThrow(), Map.of()))
        .hasMessageContaining("there is no GPU 1, the driver tells of 1");
    ask(engine, two, visible("0,1,-1", Map.of()));
  }

  @Test
  void anOldDriverIsAskedForLess() {
    Loops engine = new Loops("gpu 1.0", "cuda:0", 0, false);
    Gpu.Driver old =
        fields ->
            fields.contains("compute_cap")
                ? Optional.empty()
                : Optional.of("470.82.01, GPU-c, NVIDIA A100-SXM4-80GB\n");

    assertThatThrownBy(() -> Preflight.requireGpu(engine, old, Map.of()))
        .hasMessageContaining("needs a driver of branch 580 or newer")
        .hasMessageContaining("A100-SXM4-80GB (compute capability unknown, driver 470.82.01)");
    // Where nothing can be asked, the convolutions have to tell.
    ask(engine, "No devices were found\n", Map.of());
    Preflight.requireGpu(engine, fields -> Optional.empty(), Map.of());
    Preflight.requireGpu(
        engine,
        fields -> {
          throw new IOException("Cannot run program \"nvidia-smi\"");
        },
        Map.of());
  }

  private static void ask(Convolver engine, String listed, Map<String, String> environment) {
    Preflight.requireGpu(engine, fields -> Optional.of(listed), environment);
  }

  private static Map<String, String> visible(String devices, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("CUDA_VISIBLE_DEVICES", devices);
    return environment;
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
