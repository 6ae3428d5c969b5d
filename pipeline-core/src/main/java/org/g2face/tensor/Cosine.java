package org.g2face.tensor;

/** The cosine similarity of two identity embeddings. */
public final class Cosine {
  private Cosine() {}

  /**
   * Cosine of the angle between two vectors of one length, -1 to 1.
   *
   * @return not a number if one of them has the length 0, or holds such
   */
  public static double between(float[] a, float[] b) {
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      squaresOfA += (double) a[i] * a[i];
      squaresOfB += (double) b[i] * b[i];
    }
    return product / Math.sqrt(squaresOfA * squaresOfB);
  }
}
