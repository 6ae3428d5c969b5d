package org.g2face.train;

import java.util.List;
import java.util.Map;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;

/**
 * Something to compute on every engine.
 *
 * @param weights by full name; none for a single operation
 */
public record Computation(Map<String, Tensor> inputs, Map<String, Tensor> weights, Body body) {

  /** Says in terms of any engine's values, hence Object, what the outputs are. */
  @FunctionalInterface
  public interface Body {
    List<Object> apply(Ops<Object> ops, Weights<Object> weights, Map<String, Object> inputs);
  }

  @SuppressWarnings("unchecked")
  <T> List<T> on(Ops<T> ops, Weights<T> weights, Map<String, T> inputs) {
    return (List<T>)
        body.apply((Ops<Object>) ops, (Weights<Object>) weights, (Map<String, Object>) inputs);
  }

  /** The sum of all outputs, each weighted with a cotangent of its shape. */
  static <T> T loss(Ops<T> ops, List<T> outputs, List<Tensor> cotangents) {
    T loss = null;
    for (int i = 0; i < outputs.size(); i++) {
      T weighted = ops.mul(outputs.get(i), ops.constant(cotangents.get(i)));
      int[] axes = new int[cotangents.get(i).rank()];
      for (int axis = 0; axis < axes.length; axis++) {
        axes[axis] = axis;
      }
      T sum = ops.sum(weighted, false, axes);
      loss = loss == null ? sum : ops.add(loss, sum);
    }
    return loss;
  }
}
