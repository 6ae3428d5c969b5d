package org.g2face.detect;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * The eyes of a frontal face, by a cascade, and the points that go with them.
 *
 * @param cascade finds single eyes, open, with glasses or without
 */
record EyeLocator(Cascade cascade) implements AutoCloseable {
  private static final double STEP = 1.05;
  private static final int AGREEING = 3;

  /** Eyes lie in the upper 60 % of the box of a face. */
  private static final double UPPER = 0.6;

  /** Distance of the eyes in shares of the box: any other pair is none. */
  private static final double CLOSEST = 0.25;

  private static final double FARTHEST = 0.65;
  private static final double STEEPEST = 0.5;

  /** From the middle of the eyes downwards, in distances of the eyes, in FFHQ-aligned crops. */
  private static final double NOSE = 0.54;

  private static final double MOUTH = 1.09;
  private static final double HALF_MOUTH = 0.46;

  /**
   * @return five points, or none if there are not just two eyes to be seen
   */
  List<Point> points(Mat grey, Box face) {
    int left = (int) Math.max(0, face.left());
    int top = (int) Math.max(0, face.top());
    int right = (int) Math.min(grey.cols(), face.right());
    int bottom = (int) Math.min(grey.rows(), face.top() + UPPER * face.height());
    if (left >= right || top >= bottom) {
      return List.of();
    }
    List<Point> lefts = new ArrayList<>();
    List<Point> rights = new ArrayList<>();
    try (Rect part = new Rect(left, top, right - left, bottom - top);
        Mat upper = new Mat(grey, part)) {
      int smallest = Math.max(8, (int) (face.width() / 10));
      for (DetectedFace eye : cascade.find(upper, STEP, AGREEING, smallest)) {
        Point centre = eye.box().centre().plus(new Point(left, top));
        (centre.x() < face.centre().x() ? lefts : rights).add(centre);
      }
    }
    if (lefts.size() != 1 || rights.size() != 1) {
      return List.of();
    }
    return points(lefts.get(0), rights.get(0), face);
  }

  private static List<Point> points(Point left, Point right, Box face) {
    Point across = right.minus(left);
    double distance = across.length() / face.width();
    if (distance < CLOSEST || distance > FARTHEST || Math.abs(across.y()) > STEEPEST * across.x()) {
      return List.of();
    }
    Point middle = left.plus(right).times(0.5);
    Point down = new Point(-across.y(), across.x());
    Point mouth = middle.plus(down.times(MOUTH));
    return List.of(
        left,
        right,
        middle.plus(down.times(NOSE)),
        mouth.minus(across.times(HALF_MOUTH)),
        mouth.plus(across.times(HALF_MOUTH)));
  }

  @Override
  public void close() {
    cascade.close();
  }
}
