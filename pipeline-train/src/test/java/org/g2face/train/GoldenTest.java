package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.g2face.tensor.Tensor;
import org.g2face.train.GradientEngine.Gradients;
import org.g2face.weights.NamedTensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network and block gives what the authors' code gives, on every engine. */
class GoldenTest {
  private static final List<GradientEngine> GRADIENTS =
      List.of(new TorchEngine(), new Nd4jEngine());

  /** Those whose result depends on what else is in the batch. */
  private static final Set<String> KNOWN_BATCH = Set.of("discriminator_64", "map2id_train");

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
    Gradients found = engine.gradients(golden.computation(), golden.cotangents());
    compare("input", found.inputs(), golden.inputGradients());
    compare("weight", found.weights(), golden.weightGradients());
  }

  private static void compare(String kind, Map<String, Tensor> found, NamedTensors expected) {
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.names());
    expected
        .asMap()
        .forEach(
            (name, gradient) ->
                assertThat(Difference.relative(found.get(name), gradient))
                    .as("gradient of %s %s", kind, name)
                    .isLessThan(1e-3));
  }
}
