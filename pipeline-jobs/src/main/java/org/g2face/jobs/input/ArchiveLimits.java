package org.g2face.jobs.input;

import java.io.IOException;
import java.io.Serializable;

/**
 * The limits of an archive as a whole, or of another file that holds many images.
 *
 * @param bytes most bytes that it may unpack to; whatever this says, not more than {@value
 *     #MOST_RATIO} times its own and 64 MiB, for images hardly compress
 * @param entries most files in it
 */
public record ArchiveLimits(long bytes, long entries) implements Serializable {
  private static final long MOST_RATIO = 100;
  private static final long ANY = 64L << 20;

  /** 1 TiB, and five million files. */
  public static ArchiveLimits standard() {
    return new ArchiveLimits(1L << 40, 5_000_000);
  }

  /** Counts for an archive of that many bytes. */
  Meter meter(long length) {
    long unpacked =
        length > (Long.MAX_VALUE - ANY) / MOST_RATIO ? bytes : ANY + MOST_RATIO * length;
    return new Meter(Math.min(bytes, unpacked), entries);
  }

  /** What has been found so far. */
  static final class Meter {
    private final long mostBytes;
    private final long mostEntries;
    private long bytes;
    private long entries;

    private Meter(long mostBytes, long mostEntries) {
      this.mostBytes = mostBytes;
      this.mostEntries = mostEntries;
    }

    /**
     * Counts what was unpacked.
     *
     * @throws IOException if it is too much
     */
    void unpacked(long count) throws IOException {
      if (!fits(count)) {
        throw new IOException(problem());
      }
    }

    /** Counts bytes, if they do not make too many. */
    boolean fits(long count) {
      if (count < 0 || count > mostBytes - bytes) {
        return false;
      }
      bytes += count;
      return true;
    }

    String problem() {
      return "unpacks to more than "
          + mostBytes
          + " bytes (limits.archive-bytes, or a hundred times its own)";
    }

    /**
     * Counts a file.
     *
     * @throws IOException if there are too many
     */
    void entry() throws IOException {
      if (++entries > mostEntries) {
        throw new IOException("holds more than " + mostEntries + " files (limits.archive-entries)");
      }
    }
  }
}
