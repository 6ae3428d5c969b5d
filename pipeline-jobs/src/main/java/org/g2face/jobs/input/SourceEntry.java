package org.g2face.jobs.input;

import java.util.function.UnaryOperator;
import org.g2face.image.Reason;

/** One thing found in the input. Every entry ends as exactly one row of the output. */
public sealed interface SourceEntry {
  /** Names the entry within its dataset: the path below the input folder, or a row's id. */
  String id();

  /** Where it was found: a URI, for rows of Parquet files followed by {@code #} and the row. */
  String path();

  /** Bytes of its encoded form, or -1 where unknown. */
  long length();

  /** The same entry under other names; nothing of it tells the old ones to whoever sees rows. */
  SourceEntry renamed(UnaryOperator<String> names);

  /**
   * The encoded image as it was found; nothing was checked.
   *
   * @param name the file it came from, below its input or as its row says; empty where there is
   *     none
   * @param subject who is in the picture, as its row says; null where it does not
   */
  record Encoded(String id, String path, String name, String subject, byte[] bytes)
      implements SourceEntry {
    /** An image without a subject. */
    public Encoded(String id, String path, String name, byte[] bytes) {
      this(id, path, name, null, bytes);
    }

    @Override
    public long length() {
      return bytes.length;
    }

    /** The name stays, for the decoder looks at its extension. */
    @Override
    public SourceEntry renamed(UnaryOperator<String> names) {
      return new Encoded(names.apply(id), names.apply(path), name, subject, bytes);
    }

    /** Without the bytes, which must not reach a log. */
    @Override
    public String toString() {
      return "Encoded[" + id + ", " + bytes.length + " bytes]";
    }
  }

  /**
   * An image that could not be read.
   *
   * @param reason a code for programs
   * @param detail the reason for a person; never a piece of the image
   */
  record Unreadable(String id, String path, long length, String reason, String detail)
      implements SourceEntry {
    /** Messages of stores begin with the error's type, and go on with paths and lengths. */
    @Override
    public SourceEntry renamed(UnaryOperator<String> names) {
      boolean tellsLength = reason.equals(Reason.TOO_LARGE_FILE.code());
      return new Unreadable(
          names.apply(id),
          names.apply(path),
          -1,
          reason,
          tellsLength ? "larger than the limit" : String.valueOf(detail).split(":", 2)[0]);
    }
  }

  /**
   * A file that is none of the images.
   *
   * @param reason a code for programs
   * @param detail the reason for a person
   */
  record Ignored(String id, String path, long length, String reason, String detail)
      implements SourceEntry {
    @Override
    public SourceEntry renamed(UnaryOperator<String> names) {
      return new Ignored(names.apply(id), names.apply(path), -1, reason, detail);
    }
  }
}
