package org.g2face.detect;

import java.util.List;

/**
 * A face that a detector found.
 *
 * @param box where it is
 * @param score how sure the detector is; comparable only between faces of one detector
 * @param points none, or five: the eye, nose tip and mouth corner that are left in the picture
 *     before those that are right, in the order eye, eye, nose, corner, corner
 */
public record DetectedFace(Box box, double score, List<Point> points) {

  public DetectedFace {
    points = List.copyOf(points);
    if (!points.isEmpty() && points.size() != 5) {
      throw new IllegalArgumentException("a face has five points or none, not " + points.size());
    }
  }

  DetectedFace(Box box, double score) {
    this(box, score, List.of());
  }

  /** The same face in a picture of another size. */
  DetectedFace scaled(double step) {
    Box there =
        new Box(box.left() * step, box.top() * step, box.right() * step, box.bottom() * step);
    return new DetectedFace(there, score, points.stream().map(p -> p.times(step)).toList());
  }

  DetectedFace moved(double x, double y) {
    Point by = new Point(x, y);
    return new DetectedFace(
        box.moved(x, y), score, points.stream().map(point -> point.plus(by)).toList());
  }
}
