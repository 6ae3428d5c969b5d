package org.g2face.jobs.report;

import j2html.tags.ContainerTag;
import java.util.List;
import java.util.Locale;

/**
 * A histogram: one or several distributions over the same bins, each as a share of its own images.
 *
 * @param start where the first bin begins
 * @param width of a bin
 */
record Histogram(String about, double start, double width, List<Series> series) {
  private static final double WIDTH = 360;
  private static final double HEIGHT = 190;
  private static final double LEFT = 34;
  private static final double BOTTOM = 164;
  private static final double TOP = 10;
  private static final int BINS = 40;

  /**
   * One distribution.
   *
   * @param style decides on its colour
   * @param counts of the bins
   */
  record Series(String name, String style, long[] counts) {
    private long total() {
      long total = 0;
      for (long count : counts) {
        total += count;
      }
      return total;
    }
  }

  /** The same without empty bins at the ends, and with neighbours joined if there are many. */
  private Histogram trimmed() {
    int bins = series.get(0).counts().length;
    int first = bins;
    int last = 0;
    for (Series one : series) {
      for (int i = 0; i < bins; i++) {
        if (one.counts()[i] > 0) {
          first = Math.min(first, i);
          last = Math.max(last, i);
        }
      }
    }
    first = Math.max(0, first - 1);
    last = Math.min(bins - 1, last + 1);
    int joined = Math.max(1, (last - first + BINS) / BINS);
    int from = first;
    int kept = (last - first) / joined + 1;
    List<Series> shorter =
        series.stream()
            .map(one -> new Series(one.name(), one.style(), join(one.counts(), from, joined, kept)))
            .toList();
    return new Histogram(about, start + first * width, width * joined, shorter);
  }

  private static long[] join(long[] counts, int first, int joined, int kept) {
    long[] sums = new long[kept];
    for (int i = first; i < Math.min(counts.length, first + kept * joined); i++) {
      sums[(i - first) / joined] += counts[i];
    }
    return sums;
  }

  ContainerTag<?> draw() {
    return trimmed().drawn();
  }

  private ContainerTag<?> drawn() {
    int bins = series.get(0).counts().length;
    double most = 0;
    for (Series one : series) {
      for (long count : one.counts()) {
        most = Math.max(most, (double) count / one.total());
      }
    }
    Axis x = new Axis(start, start + bins * width, LEFT, WIDTH - 8);
    Axis y = new Axis(0, most * 1.05, BOTTOM, TOP);
    ContainerTag<?> svg = Svg.drawing(WIDTH, HEIGHT, described());
    ContainerTag<?> grid = Svg.group("grid");
    for (double mark : y.marks(5)) {
      grid.with(
          Svg.line(LEFT, y.at(mark), WIDTH - 8, y.at(mark), "rule"),
          Svg.text(LEFT - 5, y.at(mark) + 4, "end", Axis.label(mark * 100) + "%"));
    }
    for (double mark : x.marks(8)) {
      grid.with(Svg.text(x.at(mark), BOTTOM + 17, "middle", Axis.label(mark)));
    }
    svg.with(grid);
    for (Series one : series) {
      svg.with(Svg.path(outline(one, x, y), "area " + one.style()));
    }
    return svg.with(Svg.line(LEFT, BOTTOM, WIDTH - 8, BOTTOM, "axis"));
  }

  private String outline(Series one, Axis x, Axis y) {
    StringBuilder path = new StringBuilder("M" + point(x.at(start), BOTTOM));
    for (int i = 0; i < one.counts().length; i++) {
      double height = y.at((double) one.counts()[i] / one.total());
      path.append('L').append(point(x.at(start + i * width), height));
      path.append('L').append(point(x.at(start + (i + 1) * width), height));
    }
    return path.append('L').append(point(x.at(x.high()), BOTTOM)).append('Z').toString();
  }

  private static String point(double x, double y) {
    return Svg.number(x) + " " + Svg.number(y);
  }

  private String described() {
    StringBuilder text = new StringBuilder("Histogram of " + about + ".");
    for (Series one : series) {
      text.append(
          String.format(
              Locale.ROOT,
              " %s: %,d images, median about %s.",
              one.name(),
              one.total(),
              Axis.label(median(one))));
    }
    return text.toString();
  }

  private double median(Series one) {
    long seen = 0;
    for (int i = 0; i < one.counts().length; i++) {
      seen += one.counts()[i];
      if (2 * seen >= one.total()) {
        return start + (i + 0.5) * width;
      }
    }
    return Double.NaN;
  }
}
