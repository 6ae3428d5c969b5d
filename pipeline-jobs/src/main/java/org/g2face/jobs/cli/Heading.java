package org.g2face.jobs.cli;

/** The headings under which {@code --help} lists options, in their order. */
enum Heading {
  DATA("Input and output"),
  PHOTOGRAPHS("Photographs"),
  PRIVACY("Keys and privacy"),
  MODEL("Model"),
  TRAINING("Training"),
  MEASURES("Measures"),
  SPARK("Spark"),
  CONFIGURATION("Configuration"),
  GENERAL("General");

  private final String title;

  Heading(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
