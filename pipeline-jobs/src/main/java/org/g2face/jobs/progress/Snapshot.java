package org.g2face.jobs.progress;

import java.util.Locale;

/**
 * A snapshot of a job's progress.
 *
 * @param done entries that are published, quarantined or ignored
 * @param total entries of the input
 * @param refused entries that are quarantined or ignored
 * @param seconds since the first task was started
 */
public record Snapshot(long done, long total, long refused, double seconds) {
  /** Such as {@code 1,200 of 10,000 images (12 %), 31.2/s, 4 min 42 s left, 3 quarantined}. */
  public String line() {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%,d of %,d images (%d %%)",
            done,
            total,
            total == 0 ? 100 : 100 * done / total));
    if (done > 0 && seconds > 0) {
      double rate = done / seconds;
      line.append(String.format(Locale.ROOT, ", %.1f/s", rate));
      if (done < total) {
        line.append(", ").append(duration(Math.round((total - done) / rate))).append(" left");
      }
    }
    if (refused > 0) {
      line.append(String.format(Locale.ROOT, ", %,d quarantined or ignored", refused));
    }
    return line.toString();
  }

  /** Such as {@code 42 s}, {@code 4 min 42 s} or {@code 3 h 5 min}. */
  public static String duration(long seconds) {
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }
}
