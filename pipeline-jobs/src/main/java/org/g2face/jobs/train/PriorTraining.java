package org.g2face.jobs.train;

import java.io.IOException;
import org.g2face.train.PriorTrainer;

/** Training of a prior for the model that a package describes. */
public record PriorTraining(PackagedTraining packaged) implements PartTraining {

  @Override
  public void run(Rank rank) throws IOException {
    new PriorTrainer(
            packaged.settingsOn(rank),
            packaged.load(rank.hadoop()),
            rank.collective(),
            rank.faces(),
            rank.listener(),
            rank.checkpoints())
        .run();
  }
}
