package org.g2face.train;

import java.util.List;
import java.util.Map;
import org.g2face.tensor.Tensor;

/** An engine that can differentiate. */
interface GradientEngine extends Engine {

  /**
   * The gradients of {@link Computation#loss}.
   *
   * @param inputs by name
   * @param weights of those that training changes, by full name
   */
  record Gradients(Map<String, Tensor> inputs, Map<String, Tensor> weights) {}

  Gradients gradients(Computation computation, List<Tensor> cotangents);
}
