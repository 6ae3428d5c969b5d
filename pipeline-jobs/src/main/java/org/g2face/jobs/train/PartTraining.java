package org.g2face.jobs.train;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.train.CheckpointStore;

/** A training of a part of a package; it writes the same package with what it trained. */
interface PartTraining extends RankTraining {

  /** The package, and the settings. */
  PackagedTraining packaged();

  @Override
  default void check(ShardManifest data, Configuration hadoop) throws IOException {
    packaged().check(data, hadoop);
  }

  @Override
  default String device(String assigned) {
    return packaged().device(assigned);
  }

  @Override
  default void finish(CheckpointStore checkpoints, String model, Configuration hadoop)
      throws IOException {
    packaged().finish(checkpoints, model, hadoop);
  }
}
