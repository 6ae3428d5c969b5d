package org.g2face.jobs.train;

import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.g2face.train.collective.Rendezvous;

/**
 * The tasks of a barrier stage. Their messages go through Spark's driver, and are authenticated and
 * encrypted where {@code spark.authenticate} and {@code spark.network.crypto.enabled} are on.
 */
record BarrierRendezvous(BarrierTaskContext task, int world) implements Rendezvous {

  /** The partition's number: unlike the attempt's, it is the same however often Spark retries. */
  @Override
  public int rank() {
    return task.partitionId();
  }

  /** Spark ends the task by an exception of its own when another one is lost. */
  @Override
  public List<String> exchange(String text) {
    return List.of(task.allGather(text));
  }
}
