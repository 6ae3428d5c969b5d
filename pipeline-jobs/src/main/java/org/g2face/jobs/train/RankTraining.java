package org.g2face.jobs.train;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.train.CheckpointStore;
import org.g2face.train.TrainerListener;
import org.g2face.train.collective.Collective;
import org.g2face.train.data.FaceBatches;

/** The training of a rank: the same on all, but for its faces. */
public interface RankTraining extends Serializable {

  /**
   * What a rank works with.
   *
   * @param collective the other ranks
   * @param faces this rank's
   * @param listener hears how it goes
   * @param checkpoints where to start from, and where rank 0 keeps more
   * @param device that Spark assigned to the task, such as {@code cuda:1}; empty if there is none
   * @param threads of this machine that the rank may use
   * @param hadoop opens the stores
   */
  record Rank(
      Collective collective,
      FaceBatches faces,
      TrainerListener listener,
      CheckpointStore checkpoints,
      String device,
      int threads,
      Configuration hadoop) {}

  /**
   * Looks, before anything starts, whether the dataset will do.
   *
   * @throws org.g2face.jobs.UsageException if not
   */
  default void check(ShardManifest data, Configuration hadoop) throws IOException {}

  /**
   * Where the values lie that the ranks exchange.
   *
   * @param assigned the GPU that Spark assigned to the task, or empty
   * @return {@code cpu}, or a GPU such as {@code cuda:1}
   */
  default String device(String assigned) {
    return "cpu";
  }

  /** Trains to the end; leaves everything open that it was given. */
  void run(Rank rank) throws Exception;

  /**
   * Makes something of the last checkpoint, on the driver.
   *
   * @param model URI of a folder for the model
   */
  default void finish(CheckpointStore checkpoints, String model, Configuration hadoop)
      throws IOException {}
}
