package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.g2face.model.Architectures;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.model.Part;
import org.g2face.train.collective.Collective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedTrainingTest {
  @TempDir Path folder;

  private static void train(
      ModelPackage start, TrainerListener listener, CheckpointStore checkpoints)
      throws IOException {
    new Trainer(
            Settings.small(3).build(),
            start,
            Collective.single(),
            new MemoryFaces(32, 2, 0, 1),
            listener,
            checkpoints)
        .run();
  }

  /** Asks to stop after every step up to the second. */
  private static final class AsksTwice implements TrainerListener {
    private int steps;

    @Override
    public void onStep(StepReport report) {
      steps++;
    }

    @Override
    public boolean asksToStop() {
      return steps <= 2;
    }
  }

  @Test
  void aTrainingStopsAfterItsStepWithACheckpointAndGoesOnToTheSameBits() throws IOException {
    ModelPackage start = Packages.compact(folder.resolve("start"));
    FolderCheckpoints whole = new FolderCheckpoints(folder.resolve("whole"));
    FolderCheckpoints stopped = new FolderCheckpoints(folder.resolve("stopped"));
    train(start, TrainerListener.silent(), whole);
    AsksTwice asks = new AsksTwice();

    for (int step = 1; step <= 2; step++) {
      assertThatThrownBy(() -> train(start, asks, stopped))
          .isInstanceOf(TrainingStoppedException.class)
          .hasMessage(
              "stopped by a signal after step "
                  + step
                  + ", of which a checkpoint is kept; the same command goes on from there");
    }
    train(start, asks, stopped);

    for (Part part : ModelPackage.trained(Architectures.compact())) {
      assertThat(folder.resolve("stopped/step-3/" + part.file()))
          .hasSameBinaryContentAs(folder.resolve("whole/step-3/" + part.file()));
    }
  }
}
