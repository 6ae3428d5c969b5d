package org.g2face.jobs.privacy;

/** The mode of a dataset: whether faces can be brought back. */
public enum Mode {
  /** Identities are hidden in the pictures; what comes out is pseudonymised data. */
  REVERSIBLE,
  /** Random bits are hidden, and the keys that were used are forgotten. */
  IRREVERSIBLE
}
