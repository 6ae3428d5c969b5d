package org.g2face.jobs.privacy;

/** What the keys bring back of a reversible dataset. */
public enum Recovery {
  /** What the model makes of what is hidden in a picture: a face like the original one. */
  MODEL,
  /** Every pixel: the original, encrypted, lies in the new picture's file. */
  EXACT
}
