package org.g2face.train.torch;

import static org.bytedeco.pytorch.global.torch.grad;
import static org.bytedeco.pytorch.global.torch.zeros_like;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/** Gradients by libtorch's reverse-mode differentiation. */
public final class Autograd {
  private Autograd() {}

  /**
   * The gradients of a scalar, which accumulate nowhere else. What the scalar does not depend on
   * has gradient 0. The graph behind the scalar is freed.
   *
   * @param of values that require gradients
   */
  public static List<Tensor> gradients(Tensor scalar, List<Tensor> of) {
    return gradients(scalar, of, false);
  }

  /**
   * The gradients of a scalar as values with a graph of their own, to be differentiated once more.
   * The graph behind the scalar stays.
   */
  public static List<Tensor> differentiableGradients(Tensor scalar, List<Tensor> of) {
    return gradients(scalar, of, true);
  }

  private static List<Tensor> gradients(Tensor scalar, List<Tensor> of, boolean differentiable) {
    TensorVector found =
        grad(
            new TensorVector(scalar),
            new TensorVector(of.toArray(Tensor[]::new)),
            new TensorVector(),
            new BoolOptional(differentiable),
            differentiable,
            true);
    List<Tensor> gradients = new ArrayList<>();
    for (int i = 0; i < of.size(); i++) {
      Tensor gradient = found.get(i);
      gradients.add(gradient.defined() ? gradient : zeros_like(of.get(i)));
    }
    return gradients;
  }
}
