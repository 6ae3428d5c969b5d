package org.g2face.train.loss;

import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/** The diversity loss: how alike the dummy identities of a batch are (Eqs. 15 and 16). */
public final class DiversityLoss {
  private DiversityLoss() {}

  /**
   * Mean of max(0, cos) over all pairs of different images.
   *
   * @param identities [batch, embedding], at least two
   */
  public static <T> T forward(Ops<T> ops, T identities) {
    int n = (int) ops.shape(identities)[0];
    if (n < 2) {
      throw new IllegalArgumentException(
          "the diversity loss compares the images of a batch, so that a batch needs at least two;"
              + " set its weight to 0 to train on one at a time");
    }
    T unit = IdentityLoss.direction(ops, identities);
    T cosines = ops.matmul(unit, ops.transpose(unit, 1, 0));
    T others = ops.mul(ops.relu(cosines), ops.constant(offDiagonal(n)));
    return ops.mul(ops.sum(others, false, 0, 1), 1.0 / (n * (n - 1L)));
  }

  private static Tensor offDiagonal(int n) {
    float[] values = new float[n * n];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % (n + 1) == 0 ? 0 : 1;
    }
    return Tensor.of(values, n, n);
  }
}
