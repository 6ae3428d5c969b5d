package org.g2face.jobs.output;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of all inputs: published, quarantined, ignored.
 *
 * @param inputs everything that was found
 * @param published images in the dataset
 * @param quarantined images that are not
 * @param ignored files that do not claim to be images
 * @param reasons quarantined images by reason
 */
public record Counts(
    long inputs, long published, long quarantined, long ignored, Map<String, Long> reasons) {

  /** Adds up what the tasks report. */
  public static Counts of(long inputs, List<? extends Counted> tasks) {
    Map<String, Long> reasons = new TreeMap<>();
    tasks.forEach(
        task ->
            task.quarantined().forEach((reason, count) -> reasons.merge(reason, count, Long::sum)));
    return new Counts(
        inputs,
        tasks.stream().mapToLong(Counted::published).sum(),
        reasons.values().stream().mapToLong(Long::longValue).sum(),
        tasks.stream().mapToLong(Counted::ignored).sum(),
        reasons);
  }

  /** Whether nothing was lost and nothing came twice. */
  public boolean addUp() {
    return inputs == published + quarantined + ignored;
  }
}
