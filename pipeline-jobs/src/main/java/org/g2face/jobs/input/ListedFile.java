package org.g2face.jobs.input;

/**
 * A line of the listing.
 *
 * @param id the path below its input folder
 * @param path the file's URI; for a file in an archive the archive's, {@code #} and its name
 * @param length bytes
 * @param modified when it was last changed, as its store tells: milliseconds since 1970
 * @param kind what to do with it
 * @param detail for {@link Kind#UNREADABLE}, why; else null
 * @param member where in an archive it lies, or null for a file of its own
 */
record ListedFile(
    String id, String path, long length, long modified, Kind kind, String detail, Member member) {
  enum Kind {
    /** Its name is that of an image: read it. */
    IMAGE,
    /** Its name is not that of an image: only tell that it was there. */
    IGNORED,
    /** A system left it beside the files of people: only tell that it was there. */
    OF_A_SYSTEM,
    /** A table of something else than images: only tell that it was there. */
    NO_IMAGES,
    /** A link to a folder that is listed already: only tell that it was there. */
    LISTED_BEFORE,
    /** It is known to be broken. */
    UNREADABLE;

    /** Whether it is only told that the file was there. */
    boolean ignored() {
      return this != IMAGE && this != UNREADABLE;
    }
  }
}
