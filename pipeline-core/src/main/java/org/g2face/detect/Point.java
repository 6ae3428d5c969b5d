package org.g2face.detect;

/** A place in a picture, in pixels from its top left corner; pixel centres lie at halves. */
public record Point(double x, double y) {

  Point plus(Point that) {
    return new Point(x + that.x, y + that.y);
  }

  Point minus(Point that) {
    return new Point(x - that.x, y - that.y);
  }

  Point times(double factor) {
    return new Point(x * factor, y * factor);
  }

  /** Length of the vector from the origin. */
  public double length() {
    return Math.hypot(x, y);
  }

  /** Distance to another point. */
  public double distance(Point that) {
    return minus(that).length();
  }
}
