package org.g2face.train.loss;

import java.io.Serializable;
import org.g2face.network.Camera;
import org.g2face.network.Coefficients;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * The loss of fitting a morphable model: how well its coefficients explain what was measured in
 * faces, and how likely they are.
 */
public final class GeometryFitLoss {
  /** Keeps the gradient of a distance of 0 finite; in square pixels. */
  private static final double EPSILON = 1e-6;

  private static final int OUTER_LEFT = 36;
  private static final int OUTER_RIGHT = 45;

  private GeometryFitLoss() {}

  /**
   * How much each term counts.
   *
   * @param landmarks of {@link #landmarks}
   * @param pose of {@link #pose}; 0 where no angles are measured
   * @param identity of {@link #squares} of the identity coefficients
   * @param expression of {@link #squares} of the expression coefficients
   * @param range of {@link #outsideRange} of the expression coefficients; 0 for a model whose
   *     expressions are not blend shapes
   */
  public record Weights(
      double landmarks, double pose, double identity, double expression, double range)
      implements Serializable {
    public Weights {
      for (double weight : new double[] {landmarks, pose, identity, expression, range}) {
        if (!(weight >= 0 && Double.isFinite(weight))) {
          throw new IllegalArgumentException("a loss cannot have the weight " + weight);
        }
      }
      if (landmarks == 0) {
        throw new IllegalArgumentException(
            "a geometry network learns from landmarks; their weight cannot be 0");
      }
    }
  }

  /**
   * Mean squared distance of landmarks, in square pixels of the camera's image.
   *
   * @param wanted [batch, 2 points]: x0, y0, x1, ... as shares of the face crop, y downwards
   * @param actual [batch, points, 2] in pixels, y upwards
   */
  public static <T> T landmarks(Ops<T> ops, Camera camera, T wanted, T actual) {
    return Reductions.over(ops, squares(ops, ops.sub(actual, pixels(ops, camera, wanted))));
  }

  /**
   * Mean distance of landmarks as a share of the distance between the outer corners of the eyes, of
   * 68 points; for people.
   */
  public static <T> T landmarkError(Ops<T> ops, Camera camera, T wanted, T actual) {
    T points = pixels(ops, camera, wanted);
    T mean = ops.mean(length(ops, ops.sub(actual, points)), true, 1);
    T left = ops.slice(points, 1, OUTER_LEFT, OUTER_LEFT + 1);
    T right = ops.slice(points, 1, OUTER_RIGHT, OUTER_RIGHT + 1);
    return Reductions.over(ops, ops.div(mean, length(ops, ops.sub(right, left))));
  }

  private static <T> T length(Ops<T> ops, T vectors) {
    return ops.sqrt(ops.add(ops.reshape(squares(ops, vectors), -1, points(ops, vectors)), EPSILON));
  }

  private static <T> long points(Ops<T> ops, T vectors) {
    return ops.shape(vectors)[1];
  }

  /** From shares of the crop to the camera's image, whose y runs the other way. */
  private static <T> T pixels(Ops<T> ops, Camera camera, T shares) {
    double side = 2 * camera.centre();
    T pairs = ops.reshape(shares, -1, ops.shape(shares)[1] / 2, 2);
    T scale = ops.constant(Tensor.of(new float[] {(float) side, (float) -side}, 1, 1, 2));
    T origin = ops.constant(Tensor.of(new float[] {0, (float) side}, 1, 1, 2));
    return ops.add(ops.mul(pairs, scale), origin);
  }

  /**
   * Mean over the faces of the squared differences of the three angles, in square radians.
   *
   * @param wanted angles [batch, 3] about x, y and z
   * @param coefficients [batch, all coefficients]
   */
  public static <T> T pose(Ops<T> ops, Coefficients layout, T wanted, T coefficients) {
    T difference = ops.sub(layout.angles().of(ops, coefficients), wanted);
    return Reductions.over(ops, squares(ops, difference));
  }

  /** Mean over the faces of the sum of squares of some coefficients. */
  public static <T> T squares(Ops<T> ops, Coefficients.Range range, T coefficients) {
    return Reductions.over(ops, squares(ops, range.of(ops, coefficients)));
  }

  /** Mean over the faces of the sum of squares of how far coefficients are outside of [0, 1]. */
  public static <T> T outsideRange(Ops<T> ops, Coefficients.Range range, T coefficients) {
    T some = range.of(ops, coefficients);
    T outside = ops.sub(some, ops.clamp(some, 0, 1));
    return Reductions.over(ops, squares(ops, outside));
  }

  /** The sum of squares along the last axis, which stays. */
  private static <T> T squares(Ops<T> ops, T x) {
    return ops.sum(ops.square(x), true, ops.shape(x).length - 1);
  }
}
