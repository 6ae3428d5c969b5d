package org.g2face.photograph;

import java.util.List;
import org.g2face.detect.Box;
import org.g2face.detect.Point;
import org.g2face.image.AffineMap;

/**
 * The FFHQ crop of a face in its photograph: a square, turned with the face.
 *
 * @param centre of the square, in pixels of the photograph
 * @param across from the centre to the middle of the square's right side; half as long as the
 *     square
 */
public record FfhqCrop(Point centre, Point across) {
  private static final double EYES = 2.0;
  private static final double EYES_TO_MOUTH = 1.8;
  private static final double LOWER = 0.1;

  /** Where FFHQ's crop usually lies around a box from the forehead to the chin. */
  private static final double BOX_SIDE = 1.6;

  private static final double BOX_RAISE = 0.07;

  public FfhqCrop {
    if (!(across.length() > 1e-3)) {
      throw new IllegalArgumentException("a face's frame has a size");
    }
  }

  /**
   * The crop of the FFHQ dataset.
   *
   * @param five the eyes, the nose tip and the corners of the mouth
   * @throws IllegalArgumentException if the points lie upon each other
   * @see <a href="https://github.com/NVlabs/ffhq-dataset">recreate_aligned_images</a>
   */
  public static FfhqCrop ofPoints(List<Point> five) {
    Point eyes = mean(five.get(0), five.get(1));
    Point eyeToEye = minus(five.get(1), five.get(0));
    Point eyesToMouth = minus(mean(five.get(3), five.get(4)), eyes);
    Point direction = minus(eyeToEye, turned(eyesToMouth));
    double half =
        Math.max(EYES * eyeToEye.length(), EYES_TO_MOUTH * eyesToMouth.length())
            / direction.length();
    return new FfhqCrop(
        new Point(eyes.x() + LOWER * eyesToMouth.x(), eyes.y() + LOWER * eyesToMouth.y()),
        new Point(half * direction.x(), half * direction.y()));
  }

  /** An upright crop around a face of which no more than its box is known. */
  public static FfhqCrop ofBox(Box box) {
    double extent = Math.sqrt(box.area());
    Point centre = new Point(box.centre().x(), box.centre().y() - BOX_RAISE * extent);
    return new FfhqCrop(centre, new Point(BOX_SIDE * extent / 2, 0));
  }

  /** The square's side in pixels of the photograph. */
  public double side() {
    return 2 * across.length();
  }

  /** How far the face is turned clockwise in the photograph, in degrees. */
  public double turn() {
    return Math.toDegrees(Math.atan2(across.y(), across.x()));
  }

  /** From the pixels of the crop, {@code size} wide and high, to those of the photograph. */
  public AffineMap toPhotograph(int size) {
    double step = 2.0 / size;
    return new AffineMap(
        step * across.x(),
        -step * across.y(),
        centre.x() - across.x() + across.y(),
        step * across.y(),
        step * across.x(),
        centre.y() - across.y() - across.x());
  }

  /** The smallest upright box that holds the square. */
  public Box bounds() {
    double reach = Math.abs(across.x()) + Math.abs(across.y());
    return Box.square(centre, 2 * reach);
  }

  /** A quarter turn, from rightwards to downwards. */
  private static Point turned(Point vector) {
    return new Point(-vector.y(), vector.x());
  }

  private static Point mean(Point one, Point other) {
    return new Point((one.x() + other.x()) / 2, (one.y() + other.y()) / 2);
  }

  private static Point minus(Point one, Point other) {
    return new Point(one.x() - other.x(), one.y() - other.y());
  }
}
