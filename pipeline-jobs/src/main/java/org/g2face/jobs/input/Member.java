package org.g2face.jobs.input;

/**
 * The place of a file in an archive.
 *
 * @param archive the archive's URI
 * @param name the file's name within it
 * @param offset of its first byte in the archive; for {@link Storage#GZIPPED} in what the archive
 *     unpacks to
 * @param stored how many bytes it takes there
 * @param storage how they are stored
 * @param crc CRC-32 of its content, or -1 where the archive has none
 */
record Member(String archive, String name, long offset, long stored, Storage storage, long crc) {
  /** How an archive keeps the bytes of a file. */
  enum Storage {
    /** As they are: in plain tar files, and in zip files for what does not compress. */
    STORED,
    /** Each file compressed by itself, in zip files. */
    DEFLATED,
    /** The whole archive is compressed, and can only be read from its beginning. */
    GZIPPED
  }

  /** The name below its folder, for the extension. */
  String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
