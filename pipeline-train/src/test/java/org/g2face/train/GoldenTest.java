package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.GoldenNetworks;
import org.g2face.tensor.Tensor;
import org.g2face.train.GradientEngine.Gradients;
import org.g2face.train.torch.Autograd;
import org.g2face.train.torch.TorchOps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network and block gives what the authors' code gives, on every engine. */
class GoldenTest {
  private static final double TOLERANCE = 1e-3;
  private static final List<GradientEngine> GRADIENTS =
      List.of(new TorchEngine(), new Nd4jEngine());

  /** Those whose result depends on what else is in the batch. */
  private static final Set<String> KNOWN_BATCH = Set.of("discriminator_64", "map2id_train");

  /** Those with so many activations that the slope of some depends on rounding. */
  private static final Set<String> WHOLE =
      Set.of("generator_256_narrow", "password_extractor_eval");

  static Stream<Arguments> forward() {
    return GoldenCase.names().stream()
        .flatMap(
            name ->
                Stream.of(
                        new TorchEngine(),
                        new Nd4jEngine(),
                        new OnnxEngine(!KNOWN_BATCH.contains(name)))
                    .map(engine -> Arguments.of(name, engine)));
  }

  static Stream<Arguments> backward() {
    return GoldenCase.names().stream()
        .flatMap(name -> GRADIENTS.stream().map(engine -> Arguments.of(name, engine)));
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("forward")
  void outputsAgree(String name, Engine engine) {
    GoldenCase golden = GoldenCase.read(name);
    List<Tensor> outputs = engine.outputs(golden.computation());
    assertThat(outputs).hasSameSizeAs(golden.outputs());
    double tolerance = name.startsWith("generator") ? 2e-4 : 1e-4;
    for (int i = 0; i < outputs.size(); i++) {
      assertThat(Difference.relative(outputs.get(i), golden.outputs().get(i)))
          .as("output %d", i)
          .isLessThan(tolerance);
    }
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("backward")
  void gradientsAgree(String name, GradientEngine engine) {
    GoldenCase golden = GoldenCase.read(name);
    Map<String, Double> errors = errors(golden, engine, golden.computation());
    if (WHOLE.contains(name)) {
      for (Engine other : GRADIENTS) {
        if (worst(errors) >= TOLERANCE) {
          errors = errors(golden, engine, Branches.asOn(other, golden.computation()));
        }
      }
    }
    assertThat(errors).allSatisfy((of, error) -> assertThat(error).isLessThan(TOLERANCE));
  }

  private static double worst(Map<String, Double> errors) {
    return errors.values().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** By the name of what the gradient is of. */
  private static Map<String, Double> errors(
      GoldenCase golden, GradientEngine engine, Computation computation) {
    Gradients found = engine.gradients(computation, golden.cotangents());
    // A bias before a normalisation has no effect: its gradient is a sum that cancels out, and
    // what the authors' code gives for it is rounding.
    double least =
        1e-3
            * Stream.of(golden.inputGradients(), golden.weightGradients())
                .flatMap(gradients -> gradients.asMap().values().stream())
                .mapToDouble(Difference::magnitude)
                .max()
                .orElseThrow();
    Map<String, Double> errors = new LinkedHashMap<>();
    errors.putAll(errors("input ", found.inputs(), golden.inputGradients(), least));
    errors.putAll(errors("weight ", found.weights(), golden.weightGradients(), least));
    return errors;
  }

  private static Map<String, Double> errors(
      String kind, Map<String, Tensor> found, NamedTensors expected, double least) {
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.names());
    Map<String, Double> errors = new LinkedHashMap<>();
    expected
        .asMap()
        .forEach(
            (name, gradient) ->
                errors.put(kind + name, Difference.relative(found.get(name), gradient, least)));
    return errors;
  }

  /**
   * R1, the mean over a batch of the squared norm of the discriminator's gradient, and its own
   * gradients: derivatives of the second order.
   */
  @Test
  void gradientPenaltyAgrees() {
    NamedTensors expected = GoldenCase.tensors("discriminator_64_r1");
    Computation discriminator =
        new Computation(
            expected.at("in").asMap(),
            expected.at("weights").asMap(),
            GoldenNetworks.byName().get("discriminator_64"));
    try (PointerScope scope = new PointerScope();
        TorchEngine.Run run = new TorchEngine.Run(discriminator)) {
      var x = run.inputs.get("x");
      var slope = Autograd.differentiableGradients(run.outputs.get(0).sum(), List.of(x)).get(0);
      var penalty = run.ops.mul(slope.square().sum(), 1.0 / x.size(0));
      Tensor first = expected.get("out.input_gradient");
      assertThat(Difference.relative(TorchOps.toHost(slope), first)).isLessThan(1e-4);
      Tensor value = expected.get("out.r1").reshape();
      assertThat(Difference.relative(TorchOps.toHost(penalty), value)).isLessThan(1e-4);

      var weights = run.weights.parameters();
      var gradients = Autograd.gradients(penalty, List.copyOf(weights.values()));
      Map<String, Tensor> found = TorchEngine.named(weights, gradients);
      // The one weight that the slope does not depend on.
      assertThat(Difference.magnitude(found.remove("final_linear.1.bias"))).isZero();
      assertThat(errors("weight ", found, expected.at("grad.weights"), 0))
          .allSatisfy((of, error) -> assertThat(error).isLessThan(TOLERANCE));
    }
  }
}
