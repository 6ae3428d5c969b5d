package org.g2face.detect;

import java.util.ArrayList;
import java.util.List;
import org.g2face.external.LandmarkNetwork;
import org.g2face.tensor.Tensor;

/** The mean of two fits of landmarks, of a face and of its mirror image. */
final class MirroredFit {
  private static final int[] MIRRORED = LandmarkNetwork.mirror();

  private MirroredFit() {}

  /**
   * @param plain x0, y0, x1, ... as shares of the square, of the face
   * @param mirrored likewise, of its mirror image
   * @param square of the picture that the network has seen
   */
  static Landmarks of(Tensor plain, Tensor mirrored, Box square) {
    List<Point> points = new ArrayList<>();
    double distances = 0;
    for (int i = 0; i < Landmarks.COUNT; i++) {
      int twin = 2 * mirrored(i);
      Point one = new Point(plain.at(2 * i), plain.at(2 * i + 1));
      Point other = new Point(1 - mirrored.at(twin), mirrored.at(twin + 1));
      FiniteChecks.refuse("the landmark network", one.length(), other.length());
      distances += one.distance(other) * square.width();
      Point mean = one.plus(other).times(0.5 * square.width());
      points.add(mean.plus(new Point(square.left(), square.top())));
    }
    double doubt = distances / Landmarks.COUNT;
    double eyes = points.get(36).distance(points.get(45));
    return new Landmarks(points, doubt / Math.max(eyes, 1e-6));
  }

  /** The point that takes a point's place when the face is mirrored. */
  static int mirrored(int point) {
    return MIRRORED[point];
  }
}
