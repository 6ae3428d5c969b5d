package org.g2face.jobs.vault;

import java.util.List;
import java.util.Locale;

/**
 * What a vault holds.
 *
 * @param uri where it is
 * @param originals how many
 * @param originalBytes of the originals together
 * @param bytes of the vault's files
 */
public record VaultResult(String uri, long originals, long originalBytes, long bytes) {

  static VaultResult of(String uri, List<VaultPart> parts, long bytes) {
    return new VaultResult(
        uri,
        parts.stream().mapToLong(VaultPart::originals).sum(),
        parts.stream().mapToLong(VaultPart::bytes).sum(),
        bytes);
  }

  /** A line for a person, with the size for each face. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "vault: %,d originals, %,d bytes a face, %,d more than unencrypted: %s",
        originals,
        originals == 0 ? 0 : bytes / originals,
        originals == 0 ? 0 : (bytes - originalBytes) / originals,
        uri);
  }
}
