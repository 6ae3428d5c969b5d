package org.g2face.jobs.report;

import j2html.tags.ContainerTag;
import java.util.List;

/** Points of a plane whose axes mean nothing. */
record Scatter(String about, List<Dot> dots) {
  private static final double SIDE = 360;
  private static final double MARGIN = 12;

  /**
   * A point.
   *
   * @param series decides on its colour
   * @param marked whether it stands out: drawn last, larger, as a diamond with a rim
   */
  record Dot(double x, double y, int series, boolean marked) {}

  ContainerTag<?> draw() {
    double left = dots.stream().mapToDouble(Dot::x).min().orElse(0);
    double right = dots.stream().mapToDouble(Dot::x).max().orElse(1);
    double low = dots.stream().mapToDouble(Dot::y).min().orElse(0);
    double high = dots.stream().mapToDouble(Dot::y).max().orElse(1);
    // One scale for both axes: distances are what such a picture is about.
    double span = Math.max(Math.max(right - left, high - low), 1e-9);
    double height = Math.max(120, (high - low) / span * (SIDE - 2 * MARGIN) + 2 * MARGIN);
    Axis x = new Axis(0, span, MARGIN, SIDE - MARGIN);
    double ends = (span - (right - left)) / 2;
    ContainerTag<?> svg = Svg.drawing(SIDE, height, about);
    for (boolean marked : new boolean[] {false, true}) {
      for (Dot dot : dots) {
        if (dot.marked() == marked) {
          double across = x.at(dot.x() - left + ends);
          double down = height - x.at(dot.y() - low);
          String style = Palette.style(dot.series());
          svg.with(
              marked
                  ? Svg.path(diamond(across, down), "mark " + style)
                  : Svg.circle(across, down, dots.size() > 400 ? 1.8 : 2.6, "dot " + style));
        }
      }
    }
    return svg;
  }

  private static String diamond(double x, double y) {
    return "M%s %sl6 6l-6 6l-6 -6Z".formatted(Svg.number(x), Svg.number(y - 6));
  }
}
