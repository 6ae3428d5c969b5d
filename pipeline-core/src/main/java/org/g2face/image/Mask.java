package org.g2face.image;

/**
 * A blending mask, the visible share of each pixel of a patch, 0 to 1; nothing of it is outside.
 *
 * @param side width and height of the mask, in cells, whatever the size of the patch
 * @param weights of the cells, row by row
 */
public record Mask(int side, float[] weights) {

  public Mask {
    if (weights.length != side * side) {
      throw new IllegalArgumentException(weights.length + " weights do not fill a mask");
    }
    weights = weights.clone();
  }

  @Override
  public float[] weights() {
    return weights.clone();
  }

  /** Interpolated between the centres of the cells, at a place given in shares of the side. */
  public double at(double u, double v) {
    double x = u * side - 0.5;
    double y = v * side - 0.5;
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double bottom = y - top;
    return (1 - bottom) * ((1 - right) * cell(left, top) + right * cell(left + 1, top))
        + bottom * ((1 - right) * cell(left, top + 1) + right * cell(left + 1, top + 1));
  }

  private float cell(int x, int y) {
    return x < 0 || y < 0 || x >= side || y >= side ? 0 : weights[y * side + x];
  }
}
