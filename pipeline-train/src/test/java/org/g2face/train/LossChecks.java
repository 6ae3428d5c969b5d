package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/** Checks of a loss on both engines. */
final class LossChecks {
  private static final List<GradientEngine> ENGINES = List.of(new TorchEngine(), new Nd4jEngine());

  @FunctionalInterface
  interface Loss {
    Object of(Ops<Object> ops, List<Object> in);
  }

  private static Computation computation(Loss loss, Tensor... inputs) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      named.put("x" + i, inputs[i]);
    }
    return new Computation(
        named,
        Map.of(),
        (ops, weights, in) -> {
          List<Object> ordered = new ArrayList<>();
          named.keySet().forEach(name -> ordered.add(in.get(name)));
          return List.of(loss.of(ops, ordered));
        });
  }

  /** Compares the value on each engine. */
  static void value(double expected, Loss loss, Tensor... inputs) {
    for (GradientEngine engine : ENGINES) {
      Tensor value = engine.outputs(computation(loss, inputs)).get(0);
      assertThat(value.rank()).isZero();
      assertThat((double) value.at(0))
          .as(engine.name())
          .isCloseTo(expected, within(2e-5 * Math.max(1, Math.abs(expected))));
    }
  }

  /** Compares each engine's gradient of the first input with central differences. */
  static void gradient(double step, Loss loss, Tensor... inputs) {
    Tensor one = Tensor.scalar(1);
    float[] x = inputs[0].toArray();
    double[] expected = new double[x.length];
    double largest = 0;
    for (int i = 0; i < x.length; i++) {
      expected[i] = (at(loss, inputs, x, i, step) - at(loss, inputs, x, i, -step)) / (2 * step);
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    assertThat(largest).isPositive();
    for (GradientEngine engine : ENGINES) {
      Tensor found = engine.gradients(computation(loss, inputs), List.of(one)).inputs().get("x0");
      for (int i = 0; i < x.length; i++) {
        assertThat((double) found.at(i))
            .as(engine.name() + " at " + i)
            .isCloseTo(expected[i], within(0.02 * largest));
      }
    }
  }

  private static double at(Loss loss, Tensor[] inputs, float[] x, int i, double by) {
    float[] moved = x.clone();
    moved[i] += (float) by;
    Tensor[] all = inputs.clone();
    all[0] = Tensor.of(moved, inputs[0].shape());
    return ENGINES.get(0).outputs(computation(loss, all)).get(0).at(0);
  }

  static Tensor of(long rows, long columns, double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensor.of(floats, rows, columns);
  }

  static Tensor random(long... shape) {
    return Extents.normal(new Random(5), shape);
  }

  private LossChecks() {}
}
