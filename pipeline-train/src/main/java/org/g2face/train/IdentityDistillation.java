package org.g2face.train;

import java.io.IOException;
import java.util.Map;
import org.g2face.model.ModelPackage;
import org.g2face.tensor.Tensor;
import org.g2face.train.collective.Collective;
import org.g2face.train.data.FaceBatches;
import org.g2face.train.engine.EngineSession;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.StartingPoint;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.TrainingException;
import org.g2face.train.loss.DistillationLoss;
import org.g2face.train.step.IdentityDistillationStep;

/**
 * Trains the identity network of a model to embed unlabelled faces as a teacher does, on one rank
 * of many.
 *
 * @param start names the student's architecture, and holds its first weights if it has any
 * @param faces this rank's
 */
public record IdentityDistillation(
    TrainSettings settings,
    DistillationLoss.Weights losses,
    Teacher teacher,
    ModelPackage start,
    Collective collective,
    FaceBatches faces,
    TrainerListener listener,
    CheckpointStore checkpoints) {

  /** An identity network that is there already. */
  public interface Teacher {

    /** The length of its embeddings. */
    int embedding();

    /**
     * Embeds faces.
     *
     * @param images [batch, 3, size, size], RGB in [-1, 1]
     * @return [batch, embedding]
     */
    Tensor embed(Tensor images);
  }

  /**
   * Trains to the last step, from the newest checkpoint if there is one.
   *
   * @throws TrainingException if teacher and student cannot be compared in the way asked for, or
   *     too many steps in a row gave numbers that are not finite
   */
  public void run() throws IOException {
    requireComparable();
    StartingPoint from = StartingPoint.ofIdentity(start, settings);
    Program program =
        new IdentityDistillationStep(
            from.architecture(), settings.batch(), teacher.embedding(), losses);
    try (EngineSession<?> session = Engines.open(from, settings)) {
      new TrainingLoop(settings, collective, faces, listener, checkpoints, session)
          .run(
              from,
              new ProgramStage<>(
                  new OptimizerStep<>(session, settings, collective), program, this::measure));
    }
  }

  private void requireComparable() {
    int length = start.architecture().identity().network().embedding();
    if (losses.direction() > 0 && teacher.embedding() != length) {
      throw new TrainingException(
          "the teacher's embeddings have length "
              + teacher.embedding()
              + ", the student's "
              + length
              + ": their directions cannot be compared; set the weight of the direction to"
              + " 0 and that of the relations above 0, or take a model with the teacher's length");
    }
    if (losses.relations() > 0 && settings.batch() < 2) {
      throw new TrainingException(
          "relations between faces need a batch of at least 2, not " + settings.batch());
    }
  }

  private Map<String, Tensor> measure(Tensor images) {
    return Map.of(
        IdentityDistillationStep.IMAGE,
        images,
        IdentityDistillationStep.TEACHER,
        teacher.embed(images));
  }
}
