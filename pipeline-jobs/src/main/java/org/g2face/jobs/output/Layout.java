package org.g2face.jobs.output;

/** The layout of a published dataset. */
public enum Layout {
  /** Images inside Parquet files. */
  PARQUET(true, false),
  /** PNG files that mirror the input's folders, beside Parquet files that describe them. */
  FILES(false, true),
  /** PNG files, and Parquet files that hold the images too. */
  BOTH(true, true);

  private final boolean embeds;
  private final boolean files;

  Layout(boolean embeds, boolean files) {
    this.embeds = embeds;
    this.files = files;
  }

  /** Whether the Parquet rows hold the bytes of the images. */
  public boolean embedsImages() {
    return embeds;
  }

  /** Whether there is a PNG file for each image. */
  public boolean writesFiles() {
    return files;
  }
}
