package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/** The network of face-api.js (Mühler 2018) that names a face's expression. */
public record FaceExpressions() {
  /** The side of the image it takes. */
  public static final int SIDE = DenseFaceFeatures.SIDE;

  /** What it tells apart, in the order of its output. */
  public enum Expression {
    NEUTRAL,
    HAPPY,
    SAD,
    ANGRY,
    FEARFUL,
    DISGUSTED,
    SURPRISED
  }

  /**
   * @param image [batch, 3, 112, 112], RGB in [-1, 1]: what a detector calls a face
   * @return [batch, 7]: probabilities in the order of {@link Expression}
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T image) {
    T features = new DenseFaceFeatures().forward(ops, w, image);
    int count = Expression.values().length;
    Init init = Init.fanIn(DenseFaceFeatures.COUNT);
    T weight = w.parameter("expressions.weight", init, count, DenseFaceFeatures.COUNT);
    T logits = ops.linear(features, weight, w.parameter("expressions.bias", init, count));
    return Softmax.of(ops, logits);
  }
}
