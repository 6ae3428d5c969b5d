package org.g2face.detect;

/**
 * An upright rectangle in a picture, in pixels from its top left corner; it may lie partly outside.
 *
 * @param right where it ends, beyond {@code left}
 * @param bottom where it ends, below {@code top}
 */
public record Box(double left, double top, double right, double bottom) {

  public Box {
    if (!(left < right && top < bottom) || !Double.isFinite(left + top + right + bottom)) {
      throw new IllegalArgumentException(
          "no box reaches from (%s, %s) to (%s, %s)".formatted(left, top, right, bottom));
    }
  }

  /** Whether four numbers, as a network gave them, make a box. */
  static boolean isBox(double left, double top, double right, double bottom) {
    return left < right && top < bottom && Double.isFinite(left + top + right + bottom);
  }

  /** A square around a centre. */
  public static Box square(Point centre, double side) {
    return new Box(
        centre.x() - side / 2, centre.y() - side / 2, centre.x() + side / 2, centre.y() + side / 2);
  }

  public double width() {
    return right - left;
  }

  public double height() {
    return bottom - top;
  }

  public double area() {
    return width() * height();
  }

  public Point centre() {
    return new Point((left + right) / 2, (top + bottom) / 2);
  }

  /** The same box elsewhere. */
  public Box moved(double x, double y) {
    return new Box(left + x, top + y, right + x, bottom + y);
  }

  /** Area that two boxes share. */
  double intersection(Box that) {
    double across = Math.min(right, that.right) - Math.max(left, that.left);
    double down = Math.min(bottom, that.bottom) - Math.max(top, that.top);
    return across > 0 && down > 0 ? across * down : 0;
  }

  /** Shared area over the area of both together, 0 to 1. */
  public double overlap(Box that) {
    double shared = intersection(that);
    return shared / (area() + that.area() - shared);
  }

  /** Shared area over that of the smaller of the two, 0 to 1. */
  public double containment(Box that) {
    return intersection(that) / Math.min(area(), that.area());
  }
}
