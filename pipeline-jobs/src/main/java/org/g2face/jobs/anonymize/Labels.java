package org.g2face.jobs.anonymize;

import java.io.Serializable;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.output.FileNames;

/**
 * The names and the subjects of faces.
 *
 * @param names how new faces are named after their ids; null if the input was published by a job
 *     and has its names already
 */
record Labels(FileNames names, Subjects subjects) implements Serializable {

  /** For pictures that a job has published. */
  static Labels published() {
    return new Labels(null, Subjects.NOT_ASKED);
  }

  /**
   * The name that an entry's new face gets, or has: that of its file where there are files, and in
   * tables the path inside the image column.
   */
  String nameOf(Encoded entry) {
    if (names != null) {
      return names.of(entry.id());
    }
    return entry.name().isEmpty() ? FileNames.REPLACED.of(entry.id()) : entry.name();
  }
}
