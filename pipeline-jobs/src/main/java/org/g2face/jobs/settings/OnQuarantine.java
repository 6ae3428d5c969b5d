package org.g2face.jobs.settings;

/** The exit code's treatment of quarantined images. */
public enum OnQuarantine {
  /** Exit code 3. */
  TELL,
  /** Exit code 0, as if there were none. */
  IGNORE
}
