package org.g2face.jobs.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.g2face.train.CheckpointStore;
import org.g2face.train.StepReport;
import org.g2face.train.TrainerListener;

/**
 * A training whose rank 0 notes its losses, and whose rank 1 may come to harm.
 *
 * @param diesAfter the step after which rank 1 kills its process, once; 0 for never
 * @param notes a file for the losses; beside it a file tells that the process was killed
 */
record Disturbed(PackagedTraining training, long diesAfter, String notes) implements RankTraining {

  @Override
  public void run(Rank rank) throws Exception {
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onStep(StepReport report) {
            try {
              if (rank.collective().rank() == 0) {
                note(report);
              } else if (report.step() == diesAfter) {
                die();
              }
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    training.run(
        new Rank(
            rank.collective(),
            rank.faces(),
            new Listeners(List.of(rank.listener(), listener)),
            rank.checkpoints(),
            rank.device(),
            rank.threads(),
            rank.hadoop()));
  }

  @Override
  public void finish(CheckpointStore checkpoints, String model, Configuration hadoop)
      throws IOException {
    training.finish(checkpoints, model, hadoop);
  }

  void note(StepReport report) throws IOException {
    Files.writeString(
        Path.of(notes),
        report.step() + " " + new TreeMap<>(report.losses()) + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private void die() throws IOException, InterruptedException {
    try {
      Files.createFile(Path.of(notes + ".killed"));
    } catch (FileAlreadyExistsException e) {
      return;
    }
    new ProcessBuilder("kill", "-9", "" + ProcessHandle.current().pid()).start().waitFor();
  }
}
