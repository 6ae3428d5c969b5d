package org.g2face.jobs.train;

import java.io.Serializable;
import java.time.Duration;

/**
 * The ranks of a training and what they put up with.
 *
 * @param workers how many ranks there are, each a Spark task
 * @param waitForExecutors how long to wait at the start until they can all run at once
 * @param timeout how long a rank waits for another one that does not answer; longer than writing a
 *     checkpoint takes
 */
public record ClusterOptions(int workers, Duration waitForExecutors, Duration timeout)
    implements Serializable {

  public ClusterOptions {
    if (workers < 1) {
      throw new IllegalArgumentException("training needs at least one worker");
    }
  }

  /** So many workers; two minutes to start, five for an answer. */
  public static ClusterOptions of(int workers) {
    return new ClusterOptions(workers, Duration.ofMinutes(2), Duration.ofMinutes(5));
  }
}
