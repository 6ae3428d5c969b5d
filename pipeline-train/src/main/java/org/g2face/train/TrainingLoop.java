package org.g2face.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.g2face.io.FileStore;
import org.g2face.model.Part;
import org.g2face.tensor.Tensor;
import org.g2face.train.collective.Collective;
import org.g2face.train.data.FaceBatches;
import org.g2face.train.engine.EngineSession;
import org.g2face.train.engine.EngineSession.PartState;
import org.g2face.train.engine.StartingPoint;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.TrainingException;

/** The loop around the steps of every training: go on where it was, count, report, save. */
final class TrainingLoop {
  private final TrainSettings settings;
  private final Collective collective;
  private final FaceBatches faces;
  private final TrainerListener listener;
  private final CheckpointStore checkpoints;
  private final EngineSession<?> session;
  private long step;
  private long skipped;
  private int skippedInARow;

  /** What a training does in a step. */
  interface Stage {

    /**
     * One step; values of the engine live until it ends.
     *
     * @param step counted from 1
     * @param images as many batches as the settings accumulate
     * @param losses to be filled, by name
     * @return false if a part was left out because its numbers were not finite
     */
    boolean iterate(long step, List<Tensor> images, Map<String, Double> losses);

    /** Shows on rank 0 what has been learned, if there is something to look at. */
    default void show(long step, Tensor originals) {}

    /** Measures on rank 0 how faces fare that are not trained on, if there are numbers. */
    default void measure(long step, List<Tensor> heldOut) {}
  }

  TrainingLoop(
      TrainSettings settings,
      Collective collective,
      FaceBatches faces,
      TrainerListener listener,
      CheckpointStore checkpoints,
      EngineSession<?> session) {
    this.settings = settings;
    this.collective = collective;
    this.faces = faces;
    this.listener = listener;
    this.checkpoints = checkpoints;
    this.session = session;
  }

  /** Trains to the last step, from the newest checkpoint if there is one. */
  void run(StartingPoint start, Stage stage) throws IOException {
    resume(start);
    while (step < settings.steps()) {
      step++;
      long began = System.nanoTime();
      List<Tensor> images = nextImages();
      Map<String, Double> losses = new LinkedHashMap<>();
      boolean complete;
      try (EngineSession.Scope scope = session.open()) {
        complete = stage.iterate(step, images, losses);
      }
      count(complete);
      report(losses, complete, (System.nanoTime() - began) * 1e-9);
      requireProgress();
      if (collective.rank() == 0 && settings.gridEvery() > 0 && step % settings.gridEvery() == 0) {
        try (EngineSession.Scope scope = session.open()) {
          stage.show(step, images.get(0));
        }
        List<Tensor> heldOut = faces.heldOut();
        if (!heldOut.isEmpty()) {
          stage.measure(step, heldOut);
        }
      }
      boolean saved = step % settings.checkpointEvery() == 0 || step == settings.steps();
      if (saved) {
        save();
      }
      if (step < settings.steps() && listener.asksToStop()) {
        stop(saved);
      }
    }
  }

  /** Ranks do not stop after the same step, so that only one alone can save what it has. */
  private void stop(boolean saved) throws IOException {
    boolean alone = collective.world() == 1;
    if (alone && !saved) {
      save();
    }
    throw new TrainingStoppedException(
        "stopped by a signal after step "
            + step
            + (alone
                ? ", of which a checkpoint is kept; the same command goes on from there"
                : "; the same command goes on from the newest checkpoint"));
  }

  private List<Tensor> nextImages() throws IOException {
    List<Tensor> images = new ArrayList<>();
    for (int i = 0; i < settings.accumulate(); i++) {
      images.add(faces.next());
    }
    return images;
  }

  private void count(boolean complete) {
    skippedInARow = complete ? 0 : skippedInARow + 1;
    skipped += complete ? 0 : 1;
  }

  private void requireProgress() {
    if (skippedInARow >= settings.optimiser().stopAfter()) {
      throw new TrainingException(
          "the last "
              + skippedInARow
              + " steps, up to step "
              + step
              + ", gave losses or gradients that are not finite; go on from the last"
              + " checkpoint with a lower learning rate or stronger clipping");
    }
  }

  private void report(Map<String, Double> losses, boolean complete, double seconds) {
    int images = settings.batch() * settings.accumulate() * collective.world();
    double rate = settings.optimiser().rate() * settings.optimiser().schedule(step);
    listener.onStep(new StepReport(step, losses, rate, seconds, images, !complete, skipped));
  }

  private void resume(StartingPoint start) throws IOException {
    Optional<FileStore> latest = checkpoints.latest();
    if (latest.isPresent()) {
      Checkpoint found = Checkpoint.read(latest.get(), start.architecture());
      requireParts(latest.get(), found, start);
      session.restore(found.parts());
      faces.resume(found.progress().position());
      step = found.progress().step();
      skipped = found.progress().skipped();
    }
    session.broadcast(collective);
  }

  private static void requireParts(FileStore folder, Checkpoint found, StartingPoint start) {
    var parts = found.parts().stream().map(PartState::part).collect(Collectors.toSet());
    if (!parts.equals(start.trained().keySet())) {
      throw new TrainingException(
          "the checkpoint "
              + folder
              + " is of another stage: it holds "
              + keys(parts)
              + ", but this one trains "
              + keys(start.trained().keySet())
              + "; give each stage an output of its own");
    }
  }

  private static String keys(Iterable<Part> parts) {
    List<String> keys = new ArrayList<>();
    parts.forEach(part -> keys.add(part.key()));
    return keys.stream().sorted().collect(Collectors.joining(", "));
  }

  private void save() throws IOException {
    if (collective.rank() == 0) {
      Checkpoint checkpoint =
          new Checkpoint(
              new Checkpoint.Progress(step, skipped, settings.seed(), faces.position()),
              session.state());
      listener.onCheckpoint(step, checkpoints.save(step, checkpoint::write));
    }
  }
}
