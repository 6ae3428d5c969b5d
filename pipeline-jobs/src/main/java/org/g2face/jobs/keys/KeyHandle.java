package org.g2face.jobs.keys;

import java.io.IOException;
import java.io.Serializable;
import org.g2face.keys.KeyMaterial;

/**
 * Stands for a job's keys in whatever is sent to tasks. It holds no key, is drawn anew for each
 * job, and is worth nothing once the job has ended.
 *
 * @param number 128 random bits in hexadecimal
 */
public record KeyHandle(String number) implements Serializable {

  /**
   * The keys, into this process's memory.
   *
   * @throws IOException if the driver does not have them, or there is no way to ask it
   */
  public KeyMaterial redeem() throws IOException {
    return KeyMaterial.fromBytes(bytes());
  }

  /**
   * The bytes of a key that is no key set.
   *
   * @throws IOException if the driver does not have it, or there is no way to ask it
   */
  public byte[] bytes() throws IOException {
    return JobKeys.bytes(this);
  }

  /** Without the number. */
  @Override
  public String toString() {
    return "Ticket";
  }
}
