package org.g2face.jobs.output;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one task has written and closed.
 *
 * <p>The driver learns of files only from tasks that succeeded, so that a retried or speculative
 * task leaves nothing in the dataset.
 *
 * @param images the attempt's Parquet file of published images, or null if there are none
 * @param quarantine the attempt's Parquet file of the others, or null if there are none
 * @param published rows in the first
 * @param quarantined images in the second, by reason
 * @param ignored ignored files in the second
 */
public record TaskOutput(
    String images,
    String quarantine,
    long published,
    TreeMap<String, Long> quarantined,
    long ignored)
    implements Serializable {

  /** The images that were not published, of any reason. */
  public long quarantinedImages() {
    return quarantined.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Adds the counts by reason to others. */
  public void addReasonsTo(Map<String, Long> counts) {
    quarantined.forEach((reason, count) -> counts.merge(reason, count, Long::sum));
  }
}
