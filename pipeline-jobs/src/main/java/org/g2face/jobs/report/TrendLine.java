package org.g2face.jobs.report;

import j2html.tags.ContainerTag;
import java.util.List;

/** A number from run to run, the newest last. */
record TrendLine(String about, List<Double> values) {
  private static final double WIDTH = 120;
  private static final double HEIGHT = 30;

  ContainerTag<?> draw() {
    double low = values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double high = values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double middle = (low + high) / 2;
    // What moves by less than a thousandth is drawn as level.
    double reach = Math.max((high - low) / 2, Math.max(Math.abs(middle) * 1e-3, 1e-12));
    Axis x = new Axis(0, Math.max(1, values.size() - 1), 5, WIDTH - 5);
    Axis y = new Axis(middle - reach, middle + reach, HEIGHT - 5, 5);
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      path.append(i == 0 ? 'M' : 'L')
          .append(Svg.number(x.at(i)))
          .append(' ')
          .append(Svg.number(y.at(values.get(i))));
    }
    double last = values.get(values.size() - 1);
    return Svg.drawing(WIDTH, HEIGHT, about)
        .with(
            Svg.path(path.toString(), "trend c0"),
            Svg.circle(x.at(values.size() - 1), y.at(last), 3, "bar c0"));
  }
}
