package org.g2face.train;

import java.io.IOException;
import java.util.LinkedHashMap;
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
import org.g2face.train.loss.GeometryFitLoss;
import org.g2face.train.step.GeometryFittingStep;

/**
 * Trains the geometry network of a model to fit its morphable model to unlabelled faces, on one
 * rank of many.
 *
 * @param start names the network's architecture, holds the morphable model, and holds the network's
 *     first weights if it has any
 * @param faces this rank's
 */
public record GeometryFitting(
    TrainSettings settings,
    GeometryFitLoss.Weights losses,
    Teacher teacher,
    ModelPackage start,
    Collective collective,
    FaceBatches faces,
    TrainerListener listener,
    CheckpointStore checkpoints) {
  private static final int POINTS = 68;

  /** Networks that are there already, and what they see in faces. */
  public interface Teacher {

    /**
     * Where the 68 points of 300-W are.
     *
     * @param images [batch, 3, size, size], RGB in [-1, 1]
     * @return [batch, 136]: x0, y0, x1, ... as shares of the face crop, y downwards
     */
    Tensor landmarks(Tensor images);

    /**
     * How heads are turned; not asked where the pose has no weight.
     *
     * @return [batch, 3]: radians about x, y and z, in the frame of the morphable model
     */
    Tensor angles(Tensor images);
  }

  /**
   * Trains to the last step, from the newest checkpoint if there is one.
   *
   * @throws TrainingException if the model has no morphable model with 68 landmarks, or too many
   *     steps in a row gave numbers that are not finite
   */
  public void run() throws IOException {
    StartingPoint from = StartingPoint.ofGeometry(start, settings);
    if (from.morphable().keypoints() != POINTS) {
      throw new TrainingException(
          "the morphable model has "
              + from.morphable().keypoints()
              + " landmarks, but 68 are measured in faces");
    }
    Program program =
        new GeometryFittingStep(from.architecture(), settings.batch(), POINTS, losses);
    try (EngineSession<?> session = Engines.open(from, settings)) {
      new TrainingLoop(settings, collective, faces, listener, checkpoints, session)
          .run(
              from,
              new ProgramStage<>(
                  new OptimizerStep<>(session, settings, collective), program, this::measure));
    }
  }

  private Map<String, Tensor> measure(Tensor images) {
    Map<String, Tensor> known = new LinkedHashMap<>();
    known.put(GeometryFittingStep.IMAGE, images);
    known.put(GeometryFittingStep.LANDMARKS, teacher.landmarks(images));
    if (losses.pose() > 0) {
      known.put(GeometryFittingStep.ANGLES, teacher.angles(images));
    }
    return known;
  }
}
