package org.g2face.jobs.output;

import java.util.TreeMap;

/** The counts of a part of the inputs. */
public interface Counted {
  /** Images in the dataset. */
  long published();

  /** Images that are not, by reason. */
  TreeMap<String, Long> quarantined();

  /** Files that do not claim to be images. */
  long ignored();
}
