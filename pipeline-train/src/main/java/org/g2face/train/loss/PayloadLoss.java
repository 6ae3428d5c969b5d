package org.g2face.train.loss;

import org.g2face.ops.Ops;

/** The payload loss: how well hidden bits can be read (Eq. 21). */
public final class PayloadLoss {
  private PayloadLoss() {}

  /**
   * Mean binary cross entropy, in nats; log 2 for guessing.
   *
   * @param logits as the extractor reads them, [batch, bits]
   * @param bits as they were hidden, each 0 or 1
   */
  public static <T> T crossEntropy(Ops<T> ops, T logits, T bits) {
    // -b log s(x) - (1 - b) log(1 - s(x)), where no logarithm sees a 0.
    return Reductions.over(ops, ops.sub(ops.softplus(logits), ops.mul(logits, bits)));
  }

  /** Share of the bits that are read wrongly; its gradient is 0. */
  public static <T> T errorRate(Ops<T> ops, T logits, T bits) {
    return Reductions.over(ops, ops.abs(ops.sub(ops.step(logits), bits)));
  }
}
