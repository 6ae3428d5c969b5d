package org.g2face.jobs.vault;

import java.io.Serializable;

/**
 * What one task has put into the vault, and closed.
 *
 * @param file URI of the attempt's file; null if there is none
 * @param originals rows in it
 * @param bytes of the originals
 */
public record VaultPart(String file, long originals, long bytes) implements Serializable {
  /** Of a job without a vault. */
  public static final VaultPart NONE = new VaultPart(null, 0, 0);
}
