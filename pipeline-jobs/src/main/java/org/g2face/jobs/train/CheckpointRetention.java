package org.g2face.jobs.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The retention of checkpoints.
 *
 * @param last so many of the newest, at least 1
 * @param every besides, each whose step is a multiple of this; 0 for none
 */
public record CheckpointRetention(int last, long every) implements Serializable {

  public CheckpointRetention {
    if (last < 1 || every < 0) {
      throw new IllegalArgumentException("the newest checkpoint must be kept");
    }
  }

  /**
   * @param steps of all checkpoints, ascending
   */
  List<Long> superfluous(List<Long> steps) {
    List<Long> superfluous = new ArrayList<>();
    for (long step : steps.subList(0, Math.max(0, steps.size() - last))) {
      if (every == 0 || step % every != 0) {
        superfluous.add(step);
      }
    }
    return superfluous;
  }
}
