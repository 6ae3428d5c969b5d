package org.g2face.jobs.report;

/**
 * Names of colours in {@code report.css}, which can be told apart with any kind of colour vision.
 */
final class Palette {
  static final int COLOURS = 8;
  static final String ANONYMIZED = style(0);
  static final String RECOVERED = style(1);
  static final String ORIGINAL = "c-original";
  static final String PAPER = "c-paper";

  private Palette() {}

  static String style(int series) {
    return "c" + Math.floorMod(series, COLOURS);
  }
}
