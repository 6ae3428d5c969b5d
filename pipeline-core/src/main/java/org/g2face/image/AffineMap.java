package org.g2face.image;

/**
 * A map of the plane, x' = xx x + xy y + x0 and y' = yx x + yy y + y0, in pixels.
 *
 * <p>Pixel (i, j) of a picture covers [i, i + 1) x [j, j + 1): its centre is (i + 0.5, j + 0.5).
 */
public record AffineMap(double xx, double xy, double x0, double yx, double yy, double y0) {

  public AffineMap {
    if (!Double.isFinite(xx + xy + x0 + yx + yy + y0)) {
      throw new IllegalArgumentException("an affine map needs finite numbers");
    }
  }

  /** From a picture of the given size to an upright rectangle. */
  public static AffineMap ontoBox(
      double left, double top, double right, double bottom, int width, int height) {
    return new AffineMap((right - left) / width, 0, left, 0, (bottom - top) / height, top);
  }

  /** x' of a point. */
  public double x(double x, double y) {
    return xx * x + xy * y + x0;
  }

  /** y' of a point. */
  public double y(double x, double y) {
    return yx * x + yy * y + y0;
  }

  /**
   * The map back.
   *
   * @throws ArithmeticException if this map lays the plane onto a line
   */
  public AffineMap inverse() {
    double determinant = xx * yy - xy * yx;
    if (Math.abs(determinant) < 1e-12) {
      throw new ArithmeticException("the map has no inverse");
    }
    double a = yy / determinant;
    double b = -xy / determinant;
    double c = -yx / determinant;
    double d = xx / determinant;
    return new AffineMap(a, b, -a * x0 - b * y0, c, d, -c * x0 - d * y0);
  }

  /** How long a step along x, or along y, becomes at most. */
  public double scale() {
    return Math.max(Math.hypot(xx, yx), Math.hypot(xy, yy));
  }
}
