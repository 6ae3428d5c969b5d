package org.g2face.jobs.vault;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.keys.KeyMaterial;
import org.g2face.keys.Purpose;
import org.g2face.vault.VaultCipher;

/**
 * The part of a vault that a task needs to write into it.
 *
 * @param attempts URI of the folder for the files of attempts
 * @param dataset names the dataset
 * @param ticket for the vault's key
 */
public record VaultTask(String attempts, String dataset, KeyHandle ticket) implements Serializable {

  /** The file of an attempt. */
  static Path file(Path attempts, String attempt) {
    return new Path(attempts, attempt + ".parquet");
  }

  /**
   * A file of its own.
   *
   * @param attempt a name that no other attempt of the job has
   */
  public VaultWriter open(Configuration hadoop, String attempt) throws IOException {
    KeyMaterial keys = ticket.redeem();
    return new VaultWriter(
        hadoop,
        file(new Path(URI.create(attempts)), attempt),
        new VaultCipher(keys.vault(), dataset),
        keys.primary(Purpose.VAULT));
  }
}
