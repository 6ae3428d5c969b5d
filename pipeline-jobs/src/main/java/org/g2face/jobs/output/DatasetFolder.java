package org.g2face.jobs.output;

import java.util.List;

/** The names inside a published dataset. */
public final class DatasetFolder {
  /** What the manifest calls itself. */
  public static final String FORMAT = "g2face-dataset";

  /** Parquet files with a row for each published image. */
  public static final String IMAGES = "images";

  /** PNG files that mirror the input's folders. */
  public static final String FILES = "files";

  /** Parquet files with a row for each image that was not published, and each ignored file. */
  public static final String QUARANTINE = "quarantine";

  /** Parquet files with a row for each input, whatever became of it. */
  public static final String AUDIT = "audit";

  /** The folders that a version may have. */
  public static final List<String> DATA = List.of(IMAGES, FILES, QUARANTINE, AUDIT);

  /** What the dataset is and where it came from. */
  public static final String MANIFEST = "manifest.json";

  private DatasetFolder() {}
}
