package org.g2face.preflight;

/** The numbers that an engine multiplies. */
public enum Arithmetic {
  FLOAT32("float32", 1e-4),
  /** Factors and results are rounded to 8 bits of mantissa, 0.4 % apart. */
  BFLOAT16("bfloat16", 1.5e-2);

  private final String text;
  private final double tolerance;

  Arithmetic(String text, double tolerance) {
    this.text = text;
    this.tolerance = tolerance;
  }

  /** The largest error of a right result, over the largest value expected. */
  double tolerance() {
    return tolerance;
  }

  @Override
  public String toString() {
    return text;
  }
}
