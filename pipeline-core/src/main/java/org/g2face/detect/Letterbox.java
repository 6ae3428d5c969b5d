package org.g2face.detect;

import java.util.List;
import org.g2face.image.AffineMap;
import org.g2face.image.RgbImage;
import org.g2face.image.Warp;

/**
 * A picture scaled to the upper left of a square of {@value #SIDE} pixels, the rest of it black,
 * and the grids of cells that anchor-free detectors lay over it.
 *
 * @param planes [3, side, side]: red, green, blue, 0 to 255
 * @param step pixels of the picture for a pixel of the square
 */
record Letterbox(float[] planes, double step) {
  static final int SIDE = 640;

  static final List<Integer> STRIDES = List.of(8, 16, 32);

  static Letterbox of(RgbImage image) {
    double step = (double) Math.max(image.width(), image.height()) / SIDE;
    AffineMap onto = new AffineMap(step, 0, 0, 0, step, 0);
    return new Letterbox(Warp.planes(image, onto, SIDE, SIDE, Warp.Border.BLACK), step);
  }

  /** How many cells the grid of a stride has. */
  static int cells(int stride) {
    return (SIDE / stride) * (SIDE / stride);
  }

  /** The upper left corner of a cell, in pixels of the square. */
  static Point corner(int cell, int stride) {
    int across = SIDE / stride;
    return new Point((double) (cell % across) * stride, (double) (cell / across) * stride);
  }

  /**
   * A face of the square as one of the picture.
   *
   * @param network that found it
   * @throws IllegalStateException if the numbers are no face
   */
  DetectedFace face(
      String network,
      double left,
      double top,
      double right,
      double bottom,
      double score,
      List<Point> points) {
    Box box = FiniteChecks.box(network, left * step, top * step, right * step, bottom * step);
    List<Point> there = points.stream().map(point -> point.times(step)).toList();
    there.forEach(point -> FiniteChecks.refuse(network, point.x(), point.y()));
    return new DetectedFace(box, score, there);
  }
}
