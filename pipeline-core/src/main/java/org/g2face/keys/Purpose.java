package org.g2face.keys;

import java.util.Locale;

/** The purpose of a key in a key set; no key serves two purposes. */
public enum Purpose {
  /** Encrypts the identities that are hidden in pictures. Equal input gives equal bytes. */
  SEALING("AES256_SIV"),
  /** Decides which new face replaces which old one. */
  IDENTITIES("HMAC_SHA256_PRF"),
  /** Encrypts the originals in a vault. */
  VAULT("AES256_GCM");

  private final String kind;

  Purpose(String kind) {
    this.kind = kind;
  }

  /** Tink's name for the algorithm and its parameters. */
  public String kind() {
    return kind;
  }

  /** The purpose as it stands in files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
