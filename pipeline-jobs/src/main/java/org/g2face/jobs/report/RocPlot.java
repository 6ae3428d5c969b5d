package org.g2face.jobs.report;

import j2html.tags.ContainerTag;
import java.util.List;
import java.util.Locale;
import org.g2face.evaluate.Roc;

/**
 * True accepts over false accepts, the latter by powers of ten: where curves are apart matters most
 * where few strangers are let in.
 *
 * @param permitted the share of false accepts that is marked
 */
record RocPlot(String about, double permitted, List<Curve> curves) {
  private static final double WIDTH = 360;
  private static final double HEIGHT = 220;
  private static final double LEFT = 40;
  private static final double RIGHT = WIDTH - 10;
  private static final double TOP = 10;
  private static final double BOTTOM = 178;

  /** 0.001 %: further marks would not be readable. */
  private static final int LEAST_DECADE = -5;

  /**
   * One curve.
   *
   * @param style decides on its colour and how it is dashed
   */
  record Curve(String name, String style, Roc roc) {}

  ContainerTag<?> draw() {
    int first = firstDecade();
    Axis x = new Axis(first, 0, LEFT, RIGHT);
    Axis y = new Axis(0, 1, BOTTOM, TOP);
    ContainerTag<?> svg = Svg.drawing(WIDTH, HEIGHT, described());
    ContainerTag<?> grid = Svg.group("grid");
    for (double mark : y.marks(6)) {
      grid.with(
          Svg.line(LEFT, y.at(mark), RIGHT, y.at(mark), "rule"),
          Svg.text(LEFT - 5, y.at(mark) + 4, "end", Axis.label(mark * 100) + "%"));
    }
    for (int decade = first; decade <= 0; decade++) {
      grid.with(
          Svg.line(x.at(decade), TOP, x.at(decade), BOTTOM, "rule"),
          Svg.text(
              x.at(decade) + (decade == 0 ? 6 : 0),
              BOTTOM + 16,
              decade == 0 ? "end" : "middle",
              Axis.label(100 * Math.pow(10, decade)) + "%"));
    }
    grid.with(Svg.text((LEFT + RIGHT) / 2, BOTTOM + 34, "middle", "strangers accepted"));
    svg.with(grid);
    if (permitted > 0 && permitted < 1) {
      double at = x.at(Math.max(first, Math.log10(permitted)));
      svg.with(Svg.line(at, TOP, at, BOTTOM, "limit"));
    }
    for (Curve curve : curves) {
      svg.with(Svg.path(path(curve.roc(), x, y), "curve " + curve.style()));
    }
    return svg.with(Svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis"));
  }

  /** The one in which the first false accept of any curve lies, or the marked share. */
  private int firstDecade() {
    double least = permitted > 0 ? Math.min(permitted, 0.1) : 0.1;
    for (Curve curve : curves) {
      least = Math.min(least, 1.0 / curve.roc().different());
    }
    return Math.max(LEAST_DECADE, (int) Math.floor(Math.log10(least) + 1e-9));
  }

  /** Stairs: between two shares of false accepts the lower one decides. */
  private static String path(Roc roc, Axis x, Axis y) {
    StringBuilder path = new StringBuilder();
    double height = y.at(roc.points().get(0).trueAccepts());
    path.append('M').append(Svg.number(LEFT)).append(' ').append(Svg.number(height));
    for (Roc.Point point : roc.points()) {
      if (point.falseAccepts() > 0) {
        double across = Math.max(LEFT, x.at(Math.log10(point.falseAccepts())));
        path.append('H').append(Svg.number(across));
        path.append('V').append(Svg.number(y.at(point.trueAccepts())));
      }
    }
    return path.toString();
  }

  private String described() {
    StringBuilder text = new StringBuilder(about + ".");
    for (Curve curve : curves) {
      text.append(
          String.format(
              Locale.ROOT,
              " %s: at %s of strangers accepted, %.1f %% of the pairs of one person are.",
              curve.name(),
              Axis.label(100 * permitted) + " %",
              100 * curve.roc().at(permitted)));
    }
    return text.toString();
  }
}
