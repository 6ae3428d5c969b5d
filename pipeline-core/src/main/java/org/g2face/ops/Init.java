package org.g2face.ops;

/** The initial value of a weight that no file supplies. */
public sealed interface Init {

  /** The same value everywhere. */
  record Constant(double value) implements Init {}

  /** Normal around 0. */
  record Normal(double standardDeviation) implements Init {}

  /** Uniform in [-bound, bound]. */
  record Uniform(double bound) implements Init {}

  static Init zeros() {
    return new Constant(0);
  }

  static Init ones() {
    return new Constant(1);
  }

  static Init constant(double value) {
    return new Constant(value);
  }

  static Init normal(double standardDeviation) {
    return new Normal(standardDeviation);
  }

  static Init uniform(double bound) {
    return new Uniform(bound);
  }

  /** PyTorch's default for a convolution or linear layer: uniform within 1 / sqrt(fan in). */
  static Init fanIn(long fanIn) {
    return new Uniform(1 / Math.sqrt(fanIn));
  }
}
