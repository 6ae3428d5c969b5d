package org.g2face.jobs.settings;

/** What the exit code of a finished job says about quarantined images. */
public enum OnQuarantine {
  /** Exit code 3. */
  TELL,
  /** Exit code 0, as if there were none. */
  IGNORE
}
