package org.g2face.jobs.evaluate;

import java.io.Serializable;
import org.g2face.jobs.privacy.Codec;
import org.g2face.jobs.privacy.Concealment;

/** How the passwords in anonymized pictures are read: by what is known of them, and by the keys. */
public sealed interface Passwords extends Serializable {

  /**
   * Not at all.
   *
   * @param reason for a person
   */
  record Unread(String reason) implements Passwords {}

  /**
   * Sealed with keys that are not at hand: only whether they arrive whole can be told.
   *
   * @param reason for a person
   */
  record Locked(String reason) implements Passwords {}

  /** In full. */
  record Readable(Concealment concealment) implements Passwords {}

  /** Whether a checksum tells that a password was read in full. */
  default boolean checked() {
    return this instanceof Locked
        || this instanceof Readable readable && readable.concealment().codec() == Codec.SEALED;
  }

  /** Why passwords are not opened; empty if they are. */
  default String unopened() {
    if (this instanceof Unread unread) {
      return unread.reason();
    }
    return this instanceof Locked locked ? locked.reason() : "";
  }
}
