package org.g2face.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.model.Architecture;
import org.g2face.model.ModelPackage;
import org.g2face.tensor.Tensor;
import org.g2face.train.collective.Collective;
import org.g2face.train.data.FaceBatches;
import org.g2face.train.engine.EngineSession;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.StartingPoint;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.step.Analysis;
import org.g2face.train.step.DiscriminatorStep;
import org.g2face.train.step.PenaltyStep;
import org.g2face.train.step.PriorPreview;
import org.g2face.train.step.PriorStep;
import org.g2face.train.step.StageInputs;

/**
 * Trains the prior of a model, a StyleGAN2 of its generator's size, to draw faces like those of the
 * dataset, on one rank of many: the logistic loss, R1 and averaged weights. Path length
 * regularisation and style mixing are left out.
 *
 * @param start names the architecture, and holds the prior's and the discriminator's first weights
 *     if it has any
 * @param faces this rank's
 */
public record PriorTrainer(
    TrainSettings settings,
    ModelPackage start,
    Collective collective,
    FaceBatches faces,
    TrainerListener listener,
    CheckpointStore checkpoints) {

  /**
   * Trains to the last step, from the newest checkpoint if there is one.
   *
   * @throws org.g2face.train.engine.TrainingException if too many steps in a row gave numbers that
   *     are not finite
   */
  public void run() throws IOException {
    StartingPoint from = StartingPoint.ofPrior(start, settings);
    try (EngineSession<?> session = Engines.open(from, settings)) {
      new TrainingLoop(settings, collective, faces, listener, checkpoints, session)
          .run(from, new Run<>(session, from.architecture()));
    }
  }

  /** A training under way on one engine. */
  private final class Run<V> implements TrainingLoop.Stage {
    private final EngineSession<V> session;
    private final OptimizerStep<V> updates;
    private final StepRandomness draws;
    private final Program prior;
    private final Program discriminator;
    private final Program penalty;
    private final Program preview;

    Run(EngineSession<V> session, Architecture architecture) {
      this.session = session;
      this.updates = new OptimizerStep<>(session, settings, collective);
      this.draws = new StepRandomness(new StageInputs(architecture, settings));
      this.prior = new PriorStep(architecture, settings);
      this.discriminator = new DiscriminatorStep(architecture, settings);
      this.penalty = new PenaltyStep(architecture, settings);
      this.preview = new PriorPreview(architecture, settings.batch());
    }

    @Override
    public boolean iterate(long step, List<Tensor> images, Map<String, Double> losses) {
      List<Map<String, V>> batches = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        Map<String, V> values = drawn(step, updates.share(i));
        values.put(Analysis.IMAGE, session.upload(images.get(i)));
        batches.add(values);
      }
      boolean complete =
          update(prior, step, batches, losses) && update(discriminator, step, batches, losses);
      if (complete && settings.losses().r1() > 0 && step % settings.losses().r1Every() == 0) {
        complete = update(penalty, step, batches, losses);
      }
      if (complete) {
        session.average(step);
      }
      return complete;
    }

    private boolean update(
        Program program, long step, List<Map<String, V>> batches, Map<String, Double> losses) {
      return updates.run(program, program.name() + ".", step, batches, losses);
    }

    private Map<String, V> drawn(long step, int share) {
      Map<String, V> values = new LinkedHashMap<>();
      draws.prior(step, share).forEach((name, value) -> values.put(name, session.upload(value)));
      return values;
    }

    /** The same random numbers each time, so that one sees faces change. */
    @Override
    public void show(long step, Tensor originals) {
      Map<String, V> made =
          session.evaluate(preview, OptimizerStep.inputs(preview, drawn(0, 0)), true);
      listener.onSamples(step, session.download(made.get(PriorPreview.FACES)));
    }
  }
}
