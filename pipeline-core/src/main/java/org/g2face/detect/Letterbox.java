package org.g2face.detect;

import java.util.ArrayList;
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

  /** From the square to the picture; empty boxes disappear. */
  void add(
      List<DetectedFace> faces,
      double left,
      double top,
      double right,
      double bottom,
      double score,
      List<Point> points) {
    if (Box.isBox(left, top, right, bottom)) {
      List<Point> there = new ArrayList<>();
      points.forEach(point -> there.add(point.times(step)));
      faces.add(
          new DetectedFace(
              new Box(left * step, top * step, right * step, bottom * step), score, there));
    }
  }
}
