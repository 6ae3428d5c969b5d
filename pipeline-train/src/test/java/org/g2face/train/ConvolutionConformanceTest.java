package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;
import org.g2face.train.torch.Autograd;
import org.g2face.train.torch.TorchOps;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Convolutions in the sizes of real networks, on every engine, against double precision: channels
 * that fill a vector register and channels that do not. libtorch 2.10 with its oneDNN 3.7 was up to
 * 80 % off in some of them on Zen 5.
 */
class ConvolutionConformanceTest {
  private static final int[] CHANNELS = {1, 3, 8, 24, 40, 65, 513};

  private record Case(int batch, int in, int out, int side, int kernel, int stride, int groups) {
    int padding() {
      return (kernel - 1) / 2;
    }

    Tensor image() {
      return Extents.normal(new Random(in), batch, in, side, side);
    }

    Tensor weight() {
      return Extents.normal(new Random(out), out, in / groups, kernel, kernel);
    }

    Tensor cotangent() {
      int extent = (side + 2 * padding() - kernel) / stride + 1;
      return Extents.normal(new Random(kernel), batch, out, extent, extent);
    }

    <T> T on(Ops<T> ops, T image, T weight) {
      return ops.conv2d(image, weight, null, stride, padding(), groups);
    }

    Computation computation() {
      return new Computation(
          Map.of("image", image(), "weight", weight()),
          Map.of(),
          (ops, w, in) -> List.of(on(ops, in.get("image"), in.get("weight"))));
    }
  }

  static Stream<Named<Case>> cases() {
    List<Case> cases = new ArrayList<>();
    for (int in : CHANNELS) {
      for (int out : CHANNELS) {
        int side = Math.max(in, out) > 100 ? 5 : 17;
        int kernel = (in + out) % 2 == 0 ? 3 : 1;
        cases.add(new Case(2, in, out, side, kernel, 1 + (in + out) / 2 % 2, 1));
      }
      cases.add(new Case(2, in, in, in > 100 ? 4 : 32, 4, 2, 1));
      cases.add(new Case(4, in, 48, in > 100 ? 4 : 64, 3, 1, 1));
    }
    // Depthwise, as in MobileFaceNet, and groups of several channels.
    for (int channels : CHANNELS) {
      int side = channels > 100 ? 7 : 28;
      cases.add(new Case(2, channels, channels, side, 3, 1, channels));
      cases.add(new Case(2, channels, channels, side + 1 - side % 2, 3, 2, channels));
    }
    cases.add(new Case(2, 24, 40, 14, 3, 1, 8));
    cases.add(new Case(2, 65, 65, 7, 1, 1, 5));
    cases.add(new Case(4, 16, 3, 64, 1, 1, 1));
    cases.add(new Case(4, 16, 3, 64, 3, 1, 1));
    cases.add(new Case(4, 3, 64, 112, 3, 2, 1));
    cases.add(new Case(8, 513, 512, 4, 3, 1, 1));
    return cases.stream().map(each -> Named.of(each.toString(), each));
  }

  /** The answers: libtorch's plain loops in double precision, for which oneDNN has no kernels. */
  private record Answers(Tensor output, Map<String, Tensor> gradients) {
    static Answers of(Case each) {
      boolean before = torch.globalContext().userEnabledMkldnn();
      torch.globalContext().setUserEnabledMkldnn(false);
      try (PointerScope scope = new PointerScope()) {
        TorchOps ops = new TorchOps("cpu");
        var image = ops.constant(each.image()).to(ScalarType.Double);
        var weight = ops.constant(each.weight()).to(ScalarType.Double);
        image.set_requires_grad(true);
        weight.set_requires_grad(true);
        var output = each.on(ops, image, weight);
        var counted = output.mul(ops.constant(each.cotangent()).to(ScalarType.Double)).sum();
        var gradients = Autograd.gradients(counted, List.of(image, weight));
        return new Answers(
            host(output),
            Map.of("image", host(gradients.get(0)), "weight", host(gradients.get(1))));
      } finally {
        torch.globalContext().setUserEnabledMkldnn(before);
      }
    }

    private static Tensor host(org.bytedeco.pytorch.Tensor value) {
      return TorchOps.toHost(value.to(ScalarType.Float));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyEngineIsRight(Case each) {
    Answers answers = Answers.of(each);
    Computation computation = each.computation();

    for (Engine engine : List.of(new TorchEngine(), new Nd4jEngine(), new OnnxEngine(false))) {
      assertClose(engine.name(), engine.outputs(computation).get(0), answers.output(), 1e-4);
    }
    for (GradientEngine engine : List.of(new TorchEngine(), new Nd4jEngine())) {
      Map<String, Tensor> found = engine.gradients(computation, List.of(each.cotangent())).inputs();
      answers
          .gradients()
          .forEach(
              (name, gradient) ->
                  assertClose(
                      engine.name() + ", gradient of the " + name,
                      found.get(name),
                      gradient,
                      1e-4));
    }
  }

  /** Factors and results have 8 bits of mantissa; what the factors lose averages out. */
  @ParameterizedTest
  @MethodSource("cases")
  void bfloat16IsRightAsFarAsItGoes(Case each) {
    Answers answers = Answers.of(each);
    try (PointerScope scope = new PointerScope()) {
      TorchOps ops = new TorchOps("cpu").inBfloat16();
      var image = ops.constant(each.image());
      var weight = ops.constant(each.weight());
      image.set_requires_grad(true);
      weight.set_requires_grad(true);
      var output = each.on(ops, image, weight);
      var counted = output.mul(ops.constant(each.cotangent())).sum();
      var gradients = Autograd.gradients(counted, List.of(image, weight));

      assertClose("output", TorchOps.toHost(output), answers.output(), 0.02);
      assertClose(
          "gradient of the image",
          TorchOps.toHost(gradients.get(0)),
          answers.gradients().get("image"),
          0.02);
      assertClose(
          "gradient of the weight",
          TorchOps.toHost(gradients.get(1)),
          answers.gradients().get("weight"),
          0.02);
    }
  }

  private static void assertClose(String what, Tensor found, Tensor expected, double tolerance) {
    assertThat(Difference.relative(found, expected)).as(what).isLessThan(tolerance);
  }
}
