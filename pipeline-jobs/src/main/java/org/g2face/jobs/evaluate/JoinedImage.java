package org.g2face.jobs.evaluate;

import java.io.Serializable;
import org.g2face.jobs.input.SourceEntry;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.input.SourceEntry.Unreadable;
import org.g2face.jobs.output.FileNames;

/**
 * An image as it was found in one of the datasets.
 *
 * @param source which dataset: 0 for the originals, then the anonymized and the recovered one of
 *     each subject
 * @param id within its dataset
 * @param name of the file it came from, for its extension; empty where there is none
 * @param bytes the encoded image; null if it could not be read
 * @param problem why it could not be read, or null
 * @param detail the same for a person; empty if it could be read
 */
record JoinedImage(int source, String id, String name, byte[] bytes, String problem, String detail)
    implements Serializable {
  static final int ORIGINAL = 0;

  static int anonymized(int subject) {
    return 1 + 2 * subject;
  }

  static int recovered(int subject) {
    return 2 + 2 * subject;
  }

  /** Null for a file that does not even claim to be an image. */
  static JoinedImage of(int source, SourceEntry entry) {
    if (entry instanceof Encoded encoded) {
      return new JoinedImage(source, encoded.id(), encoded.name(), encoded.bytes(), null, "");
    }
    return entry instanceof Unreadable broken
        ? new JoinedImage(
            source, broken.id(), "", null, broken.reason(), Failure.cleaned(broken.detail()))
        : null;
  }

  /** Under which it was published, if it was: that of its file, else the one that its id gives. */
  String publishedName() {
    return name.isEmpty() ? FileNames.REPLACED.of(id) : name;
  }

  /** Without the bytes, which must not reach a log. */
  @Override
  public String toString() {
    return "Found[" + source + ", " + id + "]";
  }
}
