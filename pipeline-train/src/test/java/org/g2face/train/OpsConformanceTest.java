package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.g2face.ops.CostOps;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** All engines mean the same by every operation: libtorch is the one compared with. */
class OpsConformanceTest {
  private static final double TOLERANCE = 1e-4;
  private static final GradientEngine REFERENCE = new TorchEngine();
  private static final List<Engine> FORWARD = List.of(new Nd4jEngine(), new OnnxEngine(false));
  private static final List<GradientEngine> BACKWARD = List.of(new Nd4jEngine());

  @Provide
  Arbitrary<Extents> extents() {
    Arbitrary<Integer> side = Arbitraries.integers().between(4, 8);
    Arbitrary<Integer> count = Arbitraries.integers().between(1, 4);
    return Combinators.combine(
            Arbitraries.integers().between(1, 3),
            count,
            count,
            side,
            side,
            Arbitraries.of(1, 2, 3, 4),
            Arbitraries.integers().between(1, 2),
            Arbitraries.integers().between(0, 2))
        .as(Extents::new);
  }

  @Property(tries = 8, shrinking = ShrinkingMode.OFF)
  void enginesAgree(@ForAll("extents") Extents extents, @ForAll long seed) {
    List<String> problems = new ArrayList<>();
    for (OpCase each : OpCases.of(extents, seed)) {
      Computation computation = each.computation();
      List<Tensor> outputs = REFERENCE.outputs(computation);
      assertThat(outputs)
          .as("shapes of %s", each.name())
          .extracting(Tensor::shape)
          .containsExactlyElementsOf(shapes(computation));
      Random random = new Random(seed);
      List<Tensor> cotangents =
          outputs.stream().map(out -> Extents.normal(random, out.shape())).toList();
      Map<String, Tensor> gradients = REFERENCE.gradients(computation, cotangents).inputs();
      Map<String, Tensor> values = numbered(outputs);
      for (Engine engine : FORWARD) {
        compare(
            problems,
            engine.name() + ": " + each.name(),
            values,
            least(each.inputs(), outputs),
            () -> numbered(engine.outputs(computation)));
      }
      for (GradientEngine engine : BACKWARD) {
        compare(
            problems,
            engine.name() + ": gradient of " + each.name(),
            gradients,
            least(each.inputs(), cotangents, gradients.values()),
            () -> engine.gradients(computation, cotangents).inputs());
      }
    }
    assertThat(problems).isEmpty();
  }

  private static void compare(
      List<String> problems,
      String what,
      Map<String, Tensor> expected,
      double least,
      Supplier<Map<String, Tensor>> computed) {
    Map<String, Tensor> found;
    try {
      found = computed.get();
    } catch (RuntimeException e) {
      problems.add(what + " for " + expected + " fails: " + e);
      return;
    }
    expected.forEach(
        (name, value) -> {
          double error = Difference.relative(found.get(name), value, least);
          if (!(error < TOLERANCE)) {
            problems.add(what + ", " + name + " " + value + " is off by " + error);
          }
        });
  }

  /**
   * A tenth of the largest value met. What goes in counts, too: a sum may come out as nearly
   * nothing, and its rounding is that of its terms.
   */
  @SafeVarargs
  private static double least(Collection<Tensor>... met) {
    return 0.1
        * Stream.of(met)
            .flatMap(Collection::stream)
            .mapToDouble(Difference::magnitude)
            .max()
            .orElse(0);
  }

  private static Map<String, Tensor> numbered(List<Tensor> outputs) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      named.put("output " + i, outputs.get(i));
    }
    return named;
  }

  private static List<long[]> shapes(Computation computation) {
    Map<String, long[]> inputs = new LinkedHashMap<>();
    computation.inputs().forEach((name, value) -> inputs.put(name, value.shape()));
    return computation.on(new CostOps(), null, inputs);
  }

  @Test
  void everyOperationHasACase() {
    Set<Method> met = new HashSet<>();
    CostOps shapes = new CostOps();
    @SuppressWarnings("unchecked")
    Ops<long[]> recording =
        (Ops<long[]>)
            Proxy.newProxyInstance(
                Ops.class.getClassLoader(),
                new Class<?>[] {Ops.class},
                (proxy, method, arguments) -> {
                  met.add(method);
                  return Branches.invoke(method, shapes, arguments);
                });
    // The operation itself, without the pooling around it that would count as one.
    for (OpCase each : OpCases.of(new Extents(2, 3, 2, 5, 4, 3, 1, 1), 1)) {
      Map<String, long[]> inputs = new LinkedHashMap<>();
      each.inputs().forEach(x -> inputs.put("x" + inputs.size(), x.shape()));
      Computation alone =
          new Computation(
              Map.of(),
              Map.of(),
              (ops, w, in) -> List.of(each.op().apply(ops, List.copyOf(in.values()))));
      alone.on(recording, null, inputs);
    }
    assertThat(met).containsExactlyInAnyOrder(Ops.class.getMethods());
  }
}
