package org.g2face.jobs.report;

import j2html.tags.ContainerTag;
import java.util.List;
import java.util.Locale;

/** Shares beside each other, with their deviations. */
record Bars(String about, List<Bar> bars) {
  private static final double WIDTH = 360;
  private static final double LEFT = 8;
  private static final double EACH = 36;

  /**
   * One of them.
   *
   * @param style decides on its colour
   * @param share from 0 to 1
   * @param deviation NaN if unknown
   */
  record Bar(String name, String style, double share, double deviation) {}

  ContainerTag<?> draw() {
    double bottom = EACH * bars.size() + 4;
    Axis x = new Axis(0, 1, LEFT, WIDTH - 14);
    ContainerTag<?> svg = Svg.drawing(WIDTH, bottom + 22, described());
    ContainerTag<?> grid = Svg.group("grid");
    for (double mark : x.marks(6)) {
      grid.with(
          Svg.line(x.at(mark), 2, x.at(mark), bottom, "rule"),
          Svg.text(x.at(mark), bottom + 16, "middle", Axis.label(mark * 100) + "%"));
    }
    svg.with(grid);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double top = i * EACH + 4;
      ContainerTag<?> words = Svg.group("grid");
      words.with(
          Svg.text(LEFT + 4, top + 11, "start", bar.name()),
          Svg.text(WIDTH - 14, top + 11, "end", number(bar)));
      svg.with(words);
      svg.with(
          Svg.rectangle(
              LEFT, top + 16, Math.max(1, x.at(bar.share()) - LEFT), 12, "bar " + bar.style()));
      if (!Double.isNaN(bar.deviation())) {
        double low = x.at(Math.max(0, bar.share() - bar.deviation()));
        double high = x.at(Math.min(1, bar.share() + bar.deviation()));
        svg.with(Svg.line(low, top + 22, high, top + 22, "whisker"));
      }
    }
    return svg.with(Svg.line(LEFT, 2, LEFT, bottom, "axis"));
  }

  private static String number(Bar bar) {
    return String.format(Locale.ROOT, "%.3f", bar.share())
        + (Double.isNaN(bar.deviation())
            ? ""
            : String.format(Locale.ROOT, " ± %.3f", bar.deviation()));
  }

  private String described() {
    StringBuilder text = new StringBuilder(about + ":");
    bars.forEach(bar -> text.append(" ").append(bar.name()).append(" ").append(number(bar)));
    return text.toString();
  }
}
