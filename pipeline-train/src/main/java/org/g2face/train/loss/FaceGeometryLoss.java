package org.g2face.train.loss;

import org.g2face.network.MorphableModel;
import org.g2face.ops.Ops;

/**
 * The geometry losses: whether two faces have the same shape, light and landmarks (Eqs. 17 to 20).
 */
public record FaceGeometryLoss(MorphableModel model) {

  /**
   * The three terms, before their weights.
   *
   * @param mesh mean squared difference of vertex coordinates, in the model's unit
   * @param colour mean squared difference of vertex colours
   * @param landmarks mean squared distance of landmarks, in pixels of the model's camera
   */
  public record Terms<T>(T mesh, T colour, T landmarks) {}

  /**
   * Compares.
   *
   * @param wanted coefficients of the one face [batch, coefficients]
   * @param actual of the other
   */
  public <T> Terms<T> forward(Ops<T> ops, T wanted, T actual) {
    MorphableModel.Face<T> a = model.forward(ops, wanted);
    MorphableModel.Face<T> b = model.forward(ops, actual);
    return new Terms<>(
        squared(ops, a.shape(), b.shape()),
        squared(ops, a.colour(), b.colour()),
        distance(ops, a.landmarks(), b.landmarks()));
  }

  /** The landmarks' term alone, which takes a fraction of {@link #forward}. */
  public <T> T landmarks(Ops<T> ops, T wanted, T actual) {
    return distance(ops, model.landmarks(ops, wanted), model.landmarks(ops, actual));
  }

  /** A distance in the plane is the sum of two squares, where the mean is over both. */
  private static <T> T distance(Ops<T> ops, T a, T b) {
    return ops.mul(squared(ops, a, b), 2);
  }

  private static <T> T squared(Ops<T> ops, T a, T b) {
    return Reductions.over(ops, ops.square(ops.sub(a, b)));
  }
}
