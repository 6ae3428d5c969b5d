package org.g2face.jobs.output.version;

import java.time.Duration;

/**
 * The mode in which a job treats what it finds at its output.
 *
 * @param overwrite whether a version that is there may be followed by a new one
 * @param resume whether it goes on from an earlier run of the same plan, or not at all
 * @param takeOver whether the lock of another job is taken, whatever its age
 * @param lockExpiry after that long without a sign of life a lock counts for nothing
 */
public record OutputMode(boolean overwrite, boolean resume, boolean takeOver, Duration lockExpiry) {
  /** A new output, which must not be there yet. */
  public static OutputMode standard() {
    return new OutputMode(false, false, false, Duration.ofMinutes(2));
  }

  /** The same with another answer for versions that are there. */
  public OutputMode withOverwrite(boolean value) {
    return new OutputMode(value, resume, takeOver, lockExpiry);
  }
}
