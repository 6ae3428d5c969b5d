package org.g2face.jobs.vault;

import java.util.Locale;

/**
 * The contents of a vault in numbers.
 *
 * @param uri where it is
 * @param originals how many
 * @param bytes of its files
 */
public record VaultResult(String uri, long originals, long bytes) {

  /** A line for a person, with the size for each face. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "vault: %,d originals, %,d bytes a face: %s",
        originals,
        originals == 0 ? 0 : bytes / originals,
        uri);
  }
}
