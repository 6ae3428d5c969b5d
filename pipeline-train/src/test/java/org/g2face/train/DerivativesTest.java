package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.g2face.train.torch.Autograd;
import org.g2face.train.torch.TorchOps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gradients of libtorch, which the other engines are compared with, against differences of
 * values, and its second derivatives against differences of gradients.
 */
class DerivativesTest {
  private static final Extents EXTENTS = new Extents(2, 3, 2, 5, 4, 3, 1, 1);

  /** Without kinks, across which a difference says nothing. */
  private static final Set<String> SMOOTH =
      Set.of(
          "exp",
          "sigmoid",
          "softplus",
          "rsqrt",
          "div",
          "matmul of batches",
          "linear",
          "conv2d with bias",
          "conv2d of each channel",
          "convTranspose2d",
          "blur unevenly",
          "upsample2x",
          "avgPool2d",
          "resample",
          "gather of points, skewed",
          "mean",
          "instanceNorm",
          "batchNorm");

  static Stream<OpCase> smooth() {
    return OpCases.of(EXTENTS, 7).stream().filter(each -> SMOOTH.contains(each.name()));
  }

  static Stream<OpCase> all() {
    return OpCases.of(EXTENTS, 7).stream();
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void gradientIsTheSlopeOfTheValue(OpCase each) {
    try (PointerScope scope = new PointerScope()) {
      Line line = new Line(each);
      double step = 1e-2;
      double difference =
          (line.value(step).item_float() - line.value(-step).item_float()) / (2 * step);
      List<Tensor> inputs = line.at(0);
      double slope = line.along(Autograd.gradients(line.value(inputs), inputs)).item_float();
      assertThat(slope).isCloseTo(difference, within(1e-2 * Math.max(1, Math.abs(difference))));
    }
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void secondDerivativeIsTheSlopeOfTheGradient(OpCase each) {
    try (PointerScope scope = new PointerScope()) {
      Line line = new Line(each);
      double step = 1e-2;
      double difference =
          (line.slope(line.at(step)).item_float() - line.slope(line.at(-step)).item_float())
              / (2 * step);
      List<Tensor> inputs = line.at(0);
      // Plus something of second order, for the operations that are linear in all inputs.
      Tensor slope = line.slope(inputs).add(inputs.get(0).square().sum());
      double curvature = line.along(Autograd.gradients(slope, inputs)).item_float();
      double added = line.along(List.of(line.ops.mul(inputs.get(0), 2))).item_float();
      assertThat(curvature - added)
          .isCloseTo(difference, within(2e-2 * Math.max(1, Math.abs(difference))));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyOperationCanBeDifferentiatedTwice(OpCase each) {
    try (PointerScope scope = new PointerScope()) {
      Line line = new Line(each);
      List<Tensor> inputs = line.at(0);
      Tensor slope = line.slope(inputs).add(inputs.get(0).square().sum());
      for (Tensor gradient : Autograd.gradients(slope, inputs)) {
        assertThat(gradient.isfinite().all().item_bool()).isTrue();
      }
    }
  }

  /** The loss of a case along a straight line through its inputs, in a random direction. */
  private static final class Line {
    private final TorchOps ops = new TorchOps("cpu");
    private final Computation computation;
    private final List<org.g2face.tensor.Tensor> cotangents = new ArrayList<>();
    private final List<Tensor> origin = new ArrayList<>();
    private final List<Tensor> direction = new ArrayList<>();

    Line(OpCase each) {
      computation = each.computation();
      Random random = new Random(1);
      for (var output : new TorchEngine().outputs(computation)) {
        cotangents.add(Extents.normal(random, output.shape()));
      }
      for (var input : computation.inputs().values()) {
        origin.add(ops.constant(input));
        direction.add(ops.constant(Extents.normal(random, input.shape())));
      }
    }

    List<Tensor> at(double distance) {
      List<Tensor> inputs = new ArrayList<>();
      for (int i = 0; i < origin.size(); i++) {
        Tensor input = ops.add(origin.get(i), ops.mul(direction.get(i), distance)).detach();
        input.set_requires_grad(true);
        inputs.add(input);
      }
      return inputs;
    }

    Tensor value(double distance) {
      return value(at(distance));
    }

    Tensor value(List<Tensor> inputs) {
      Map<String, Tensor> named = new LinkedHashMap<>();
      int next = 0;
      for (String name : computation.inputs().keySet()) {
        named.put(name, inputs.get(next++));
      }
      return Computation.loss(ops, computation.on(ops, null, named), cotangents);
    }

    /** The derivative of the value along the line, itself differentiable. */
    Tensor slope(List<Tensor> inputs) {
      return along(Autograd.differentiableGradients(value(inputs), inputs));
    }

    Tensor along(List<Tensor> gradients) {
      Tensor sum = ops.constant(org.g2face.tensor.Tensor.scalar(0));
      for (int i = 0; i < gradients.size(); i++) {
        sum = ops.add(sum, gradients.get(i).mul(direction.get(i)).sum());
      }
      return sum;
    }
  }
}
