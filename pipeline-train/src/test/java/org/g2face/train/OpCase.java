package org.g2face.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * One operation and values to apply it to.
 *
 * @param inputs all of them differentiable
 */
record OpCase(String name, List<Tensor> inputs, Op op) {

  @FunctionalInterface
  interface Op {
    Object apply(Ops<Object> ops, List<Object> inputs);
  }

  static OpCase of(String name, Op op, Tensor... inputs) {
    return new OpCase(name, List.of(inputs), op);
  }

  /**
   * The operation applied to the inputs as they are, and again to inputs of which all, the first or
   * all but the first are results of a pooling that changes nothing: an engine may hold feature
   * maps in another order than the images it was given.
   */
  Computation computation() {
    Map<String, Tensor> named = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      named.put("x" + i, inputs.get(i));
    }
    return new Computation(
        named,
        Map.of(),
        (ops, weights, values) -> {
          List<Object> plain = List.copyOf(values.values());
          List<Object> pooled = plain.stream().map(x -> pooled(ops, x)).toList();
          List<Object> outputs = new ArrayList<>();
          outputs.add(op.apply(ops, plain));
          if (!pooled.equals(plain)) {
            outputs.add(op.apply(ops, pooled));
            outputs.add(op.apply(ops, firstFrom(pooled, plain)));
            outputs.add(op.apply(ops, firstFrom(plain, pooled)));
          }
          return outputs;
        });
  }

  private static Object pooled(Ops<Object> ops, Object x) {
    return ops.shape(x).length == 4 ? ops.avgPool2d(x, 1, 1) : x;
  }

  private static List<Object> firstFrom(List<Object> first, List<Object> rest) {
    List<Object> mixed = new ArrayList<>(rest);
    mixed.set(0, first.get(0));
    return mixed;
  }
}
