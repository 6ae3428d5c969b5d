package org.g2face.jobs.privacy;

/** The codec by which identities are hidden in pictures. */
public enum Codec {
  /** Encrypted, authenticated and error-corrected. */
  SEALED,
  /** The published system's plain numbers, which everybody reads who has the model. */
  IEEE754
}
