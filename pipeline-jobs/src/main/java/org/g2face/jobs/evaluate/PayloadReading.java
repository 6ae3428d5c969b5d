package org.g2face.jobs.evaluate;

import java.io.Serializable;
import org.g2face.jobs.privacy.Codec;
import org.g2face.jobs.privacy.PayloadConfig;

/** The way payloads in anonymized pictures are read: by what is known of them, and by the keys. */
public sealed interface PayloadReading extends Serializable {

  /**
   * Not at all.
   *
   * @param reason for a person
   */
  record Unread(String reason) implements PayloadReading {}

  /**
   * Sealed with keys that are not at hand: only whether they arrive whole can be told.
   *
   * @param reason for a person
   */
  record Locked(String reason) implements PayloadReading {}

  /** In full. */
  record WithConfig(PayloadConfig concealment) implements PayloadReading {}

  /** Whether a checksum tells that a password was read in full. */
  default boolean checked() {
    return this instanceof Locked
        || this instanceof WithConfig readable && readable.concealment().codec() == Codec.SEALED;
  }

  /** Why passwords are not opened; empty if they are. */
  default String unopened() {
    if (this instanceof Unread unread) {
      return unread.reason();
    }
    return this instanceof Locked locked ? locked.reason() : "";
  }
}
