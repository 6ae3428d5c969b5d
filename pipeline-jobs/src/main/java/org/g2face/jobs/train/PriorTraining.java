package org.g2face.jobs.train;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.train.CheckpointStore;
import org.g2face.train.PriorTrainer;

/** Training of a prior for the model that a package describes. */
public record PriorTraining(PackagedTraining model) implements RankTraining {

  @Override
  public void check(ShardManifest data, Configuration hadoop) throws IOException {
    model.check(data, hadoop);
  }

  @Override
  public void run(Rank rank) throws IOException {
    new PriorTrainer(
            model.settingsOn(rank),
            model.load(rank.hadoop()),
            rank.collective(),
            rank.faces(),
            rank.listener(),
            rank.checkpoints())
        .run();
  }

  /** Writes the package that training started from, with the prior, and a generator to match. */
  @Override
  public void finish(CheckpointStore checkpoints, String output, Configuration hadoop)
      throws IOException {
    model.finish(checkpoints, output, hadoop);
  }
}
