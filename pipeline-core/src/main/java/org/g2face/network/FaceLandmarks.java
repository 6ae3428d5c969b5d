package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * The network of face-api.js (Mühler 2018) that places the 68 points of 300-W (Sagonas et al. 2013)
 * in a face.
 */
public record FaceLandmarks() {
  /** The side of the image it takes. */
  public static final int SIDE = DenseFaceFeatures.SIDE;

  /** How many points it places. */
  public static final int POINTS = 68;

  /**
   * @param image [batch, 3, 112, 112], RGB in [-1, 1]: what a detector calls a face
   * @return [batch, 136]: x0, y0, x1, ... as shares of the image's side, y downwards
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T image) {
    T features = new DenseFaceFeatures().forward(ops, w, image);
    Init init = Init.fanIn(DenseFaceFeatures.COUNT);
    T weight = w.parameter("points.weight", init, 2 * POINTS, DenseFaceFeatures.COUNT);
    return ops.linear(features, weight, w.parameter("points.bias", init, 2 * POINTS));
  }
}
