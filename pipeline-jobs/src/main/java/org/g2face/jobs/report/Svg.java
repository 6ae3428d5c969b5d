package org.g2face.jobs.report;

import static j2html.TagCreator.tag;

import j2html.tags.ContainerTag;
import java.util.Locale;

/** Elements of drawings, in units of which a phone shows about one a pixel. */
final class Svg {
  private Svg() {}

  /**
   * A drawing.
   *
   * @param described for those who do not see it
   */
  static ContainerTag<?> drawing(double width, double height, String described) {
    return tag("svg")
        .attr("viewBox", "0 0 " + number(width) + " " + number(height))
        .attr("role", "img")
        .attr("aria-label", described);
  }

  static ContainerTag<?> group(String style) {
    return tag("g").attr("class", style);
  }

  static ContainerTag<?> line(double x1, double y1, double x2, double y2, String style) {
    return tag("line")
        .attr("x1", number(x1))
        .attr("y1", number(y1))
        .attr("x2", number(x2))
        .attr("y2", number(y2))
        .attr("class", style);
  }

  static ContainerTag<?> rectangle(double x, double y, double width, double height, String style) {
    return tag("rect")
        .attr("x", number(x))
        .attr("y", number(y))
        .attr("width", number(width))
        .attr("height", number(height))
        .attr("class", style);
  }

  static ContainerTag<?> circle(double x, double y, double radius, String style) {
    return tag("circle")
        .attr("cx", number(x))
        .attr("cy", number(y))
        .attr("r", number(radius))
        .attr("class", style);
  }

  static ContainerTag<?> path(String d, String style) {
    return tag("path").attr("d", d).attr("class", style);
  }

  /**
   * Words.
   *
   * @param anchor {@code start}, {@code middle} or {@code end}: which part of them is at x
   */
  static ContainerTag<?> text(double x, double y, String anchor, String words) {
    return tag("text")
        .attr("x", number(x))
        .attr("y", number(y))
        .attr("text-anchor", anchor)
        .withText(words);
  }

  /** Two decimals at most, whatever the machine's language. */
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.replaceAll("\\.?0+$", "");
  }
}
