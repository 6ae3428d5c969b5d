package org.g2face.photograph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.g2face.detect.Landmarks;
import org.g2face.detect.Point;
import org.g2face.image.AffineMap;
import org.g2face.image.Mask;

/**
 * The mask of an aligned crop's replaced part: the face from the hairline to the chin, wholly, and
 * a feathered edge around it that ends within the crop.
 */
final class FaceMask {
  private static final int SIDE = 128;

  /** In shares of the crop's side: replaced wholly around the face, then the edge's width. */
  private static final double MARGIN = 0.02;

  private static final double FEATHER = 0.05;
  private static final double BORDER = 0.04;

  /** A forehead is so much as high as the distance from the brows to the chin; temples less. */
  private static final double FOREHEAD = 0.42;

  private static final double TEMPLES = 0.2;

  private static final int CHIN = 8;
  private static final int LAST_OF_JAW = 16;
  private static final int FIRST_BROW = 17;
  private static final int LAST_BROW = 26;

  private FaceMask() {}

  /** The hull of the landmarks, and of a forehead above them. */
  static Mask of(Landmarks landmarks, FfhqCrop frame) {
    AffineMap inverse = frame.toPhotograph(1).inverse();
    List<Point> points = new ArrayList<>();
    for (Point point : landmarks.points()) {
      points.add(new Point(inverse.x(point.x(), point.y()), inverse.y(point.x(), point.y())));
    }
    double brows =
        points.subList(FIRST_BROW, LAST_BROW + 1).stream()
            .mapToDouble(Point::y)
            .average()
            .orElseThrow();
    double face = Math.max(0, points.get(CHIN).y() - brows);
    for (int i = FIRST_BROW; i <= LAST_BROW; i++) {
      points.add(new Point(points.get(i).x(), points.get(i).y() - FOREHEAD * face));
    }
    points.add(new Point(points.get(0).x(), points.get(0).y() - TEMPLES * face));
    points.add(
        new Point(points.get(LAST_OF_JAW).x(), points.get(LAST_OF_JAW).y() - TEMPLES * face));
    List<Point> hull = hull(points);
    return mask((u, v) -> outside(hull, u, v) - MARGIN);
  }

  /**
   * For a face whose outline is not known: an ellipse that leaves no more than the crop's corners.
   */
  static Mask generous() {
    return mask((u, v) -> (Math.hypot((u - 0.5) / 0.43, (v - 0.56) / 0.46) - 1) * 0.43);
  }

  /** How far a place is from what is replaced wholly; negative inside. */
  private interface Distance {
    double at(double u, double v);
  }

  private static Mask mask(Distance distance) {
    float[] weights = new float[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double u = (x + 0.5) / SIDE;
        double v = (y + 0.5) / SIDE;
        double edge = Math.min(Math.min(u, 1 - u), Math.min(v, 1 - v));
        double inside = smooth(1 - distance.at(u, v) / FEATHER);
        weights[y * SIDE + x] = (float) (inside * smooth(edge / BORDER));
      }
    }
    return new Mask(SIDE, weights);
  }

  /** From 0 to 1 without a corner. */
  private static double smooth(double x) {
    double limited = Math.min(1, Math.max(0, x));
    return limited * limited * (3 - 2 * limited);
  }

  /** Distance from a convex polygon; 0 inside. */
  private static double outside(List<Point> hull, double u, double v) {
    double nearest = Double.MAX_VALUE;
    boolean inside = true;
    for (int i = 0; i < hull.size(); i++) {
      Point a = hull.get(i);
      Point b = hull.get((i + 1) % hull.size());
      double alongX = b.x() - a.x();
      double alongY = b.y() - a.y();
      double length = alongX * alongX + alongY * alongY;
      double dot = (u - a.x()) * alongX + (v - a.y()) * alongY;
      double share = Math.min(1, Math.max(0, dot / length));
      nearest =
          Math.min(nearest, Math.hypot(u - a.x() - share * alongX, v - a.y() - share * alongY));
      inside &= alongX * (v - a.y()) - alongY * (u - a.x()) >= 0;
    }
    return inside ? 0 : nearest;
  }

  /** Andrew's monotone chain. */
  private static List<Point> hull(List<Point> points) {
    List<Point> sorted =
        points.stream()
            .distinct()
            .sorted(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y))
            .toList();
    List<Point> hull = new ArrayList<>();
    for (int pass = 0; pass < 2; pass++) {
      int start = hull.size();
      for (int i = 0; i < sorted.size(); i++) {
        Point point = sorted.get(pass == 0 ? i : sorted.size() - 1 - i);
        while (hull.size() >= start + 2 && !turnsRight(hull, point)) {
          hull.remove(hull.size() - 1);
        }
        hull.add(point);
      }
      hull.remove(hull.size() - 1);
    }
    return hull;
  }

  private static boolean turnsRight(List<Point> hull, Point next) {
    Point a = hull.get(hull.size() - 2);
    Point b = hull.get(hull.size() - 1);
    return (b.x() - a.x()) * (next.y() - a.y()) - (b.y() - a.y()) * (next.x() - a.x()) > 0;
  }
}
