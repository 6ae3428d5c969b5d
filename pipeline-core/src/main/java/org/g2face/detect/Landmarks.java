package org.g2face.detect;

import java.util.List;
import java.util.stream.IntStream;

/**
 * 68 points of a face in the order of Multi-PIE and 300-W: 0 to 16 the jaw from left to right in
 * the picture, 17 to 26 the brows, 27 to 35 the nose, 36 to 41 the left eye in the picture, 42 to
 * 47 the right one, 48 to 67 the mouth.
 *
 * @param doubt mean distance between two fits, of the face and of its mirror image, over the
 *     distance of the outer corners of the eyes; about 0.01 for good fits, often wrong above 0.045
 */
public record Landmarks(List<Point> points, double doubt) {
  /** How many points there are. */
  public static final int COUNT = 68;

  public Landmarks {
    points = List.copyOf(points);
    if (points.size() != COUNT) {
      throw new IllegalArgumentException(COUNT + " landmarks make a face, not " + points.size());
    }
  }

  /** The five points that recognisers align by: eyes, nose tip, mouth corners. */
  public List<Point> five() {
    return List.of(mean(36, 41), mean(42, 47), points.get(30), points.get(48), points.get(54));
  }

  /** Distance between the outer corners of the eyes, in pixels. */
  public double eyeDistance() {
    return points.get(36).distance(points.get(45));
  }

  /** The smallest upright box that holds all points. */
  public Box extent() {
    return new Box(
        points.stream().mapToDouble(Point::x).min().orElseThrow(),
        points.stream().mapToDouble(Point::y).min().orElseThrow(),
        points.stream().mapToDouble(Point::x).max().orElseThrow(),
        points.stream().mapToDouble(Point::y).max().orElseThrow());
  }

  private Point mean(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(points::get)
        .reduce(new Point(0, 0), Point::plus)
        .times(1.0 / (last - first + 1));
  }
}
