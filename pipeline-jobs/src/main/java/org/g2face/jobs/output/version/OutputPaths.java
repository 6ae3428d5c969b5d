package org.g2face.jobs.output.version;

import org.apache.hadoop.fs.Path;

/**
 * The paths inside an output.
 *
 * @param output the folder that a person named
 */
record OutputPaths(Path output) {
  private static final String FOLDER = ".g2face";

  /** Hidden from Spark, PyArrow, Hive, Hugging Face datasets and {@code ls}. */
  Path root() {
    return new Path(output, FOLDER);
  }

  Path lock() {
    return new Path(root(), "lock");
  }

  /** Numbered records of what was committed. */
  Path versions() {
    return new Path(root(), "versions");
  }

  /** What the versions have replaced, until it is removed. */
  Path replaced() {
    return new Path(root(), "replaced");
  }

  /** What one run needs for itself. */
  Path run(String id) {
    return new Path(root(), "run-" + id);
  }

  /** What runs of one plan have in common: they go on from each other. */
  Path work(String fingerprint) {
    return new Path(root(), "work-" + fingerprint);
  }

  /** Where the files of a plan are gathered before they lie open. */
  static Path data(Path work) {
    return new Path(work, "data");
  }
}
