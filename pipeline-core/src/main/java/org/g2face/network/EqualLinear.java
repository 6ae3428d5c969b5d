package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * A linear layer with an equalised learning rate (Karras et al. 2018): the weight is stored with
 * deviation 1 / rate and scaled to rate / sqrt(in) where it is used.
 *
 * @param bias where the bias starts
 * @param rate how much slower than the rest the layer learns (lr_mul)
 */
record EqualLinear(int in, int out, double bias, double rate) {

  /** A layer that learns like the rest and whose bias starts at zero. */
  EqualLinear(int in, int out) {
    this(in, out, 0, 1);
  }

  /**
   * @param x [batch, in]
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T x) {
    return ops.linear(x, scaledWeight(ops, w), scaledBias(ops, w));
  }

  /** With {@link FusedLeakyRelu}, which adds the bias. */
  <T> T activated(Ops<T> ops, Weights<T> w, T x) {
    T product = ops.linear(x, scaledWeight(ops, w), null);
    return FusedLeakyRelu.apply(ops, product, scaledBias(ops, w));
  }

  /**
   * With {@link FusedLeakyRelu} and the bias added twice, before and in the activation: so the
   * style mapper was published, and so its checkpoints were trained.
   */
  <T> T activatedWithBiasTwice(Ops<T> ops, Weights<T> w, T x) {
    return FusedLeakyRelu.apply(ops, forward(ops, w, x), scaledBias(ops, w));
  }

  private <T> T scaledWeight(Ops<T> ops, Weights<T> w) {
    T weight = w.parameter("weight", Init.normal(1 / rate), out, in);
    return ops.mul(weight, rate / Math.sqrt(in));
  }

  private <T> T scaledBias(Ops<T> ops, Weights<T> w) {
    T stored = w.parameter("bias", Init.constant(bias), out);
    return rate == 1 ? stored : ops.mul(stored, rate);
  }
}
