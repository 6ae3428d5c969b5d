package org.g2face.train.channel;

import org.g2face.ops.Ops;

/** Steps that have no useful gradient, and are given that of doing nothing (Bengio et al. 2013). */
public final class StraightThrough {
  private StraightThrough() {}

  /** The nearest integers. */
  static <T> T round(Ops<T> ops, T x) {
    return replace(ops, x, ops.round(x));
  }

  /**
   * A picture as it is saved: limited to [-1, 1] and rounded to 256 levels.
   *
   * @param image RGB, about [-1, 1]
   */
  public static <T> T eightBits(Ops<T> ops, T image) {
    T levels = ops.mul(ops.add(ops.clamp(image, -1, 1), 1), 127.5);
    return replace(ops, image, ops.add(ops.mul(ops.round(levels), 1 / 127.5), -1));
  }

  /**
   * Signs: -1 or 1, with the gradient of tanh.
   *
   * @param logits any shape
   */
  public static <T> T sign(Ops<T> ops, T logits) {
    T hard = ops.add(ops.mul(ops.step(logits), 2), -1);
    return replace(ops, ops.tanh(logits), hard);
  }

  /** The second value, with the gradient going to the first. */
  private static <T> T replace(Ops<T> ops, T x, T by) {
    return ops.add(x, ops.stopGradient(ops.sub(by, x)));
  }
}
