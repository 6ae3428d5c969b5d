package org.g2face.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.model.Architecture;
import org.g2face.model.ModelPackage;
import org.g2face.network.InpaintingGenerator;
import org.g2face.tensor.Tensor;
import org.g2face.train.collective.Collective;
import org.g2face.train.data.FaceBatches;
import org.g2face.train.engine.EngineSession;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.StartingPoint;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.TrainingException;
import org.g2face.train.step.Analysis;
import org.g2face.train.step.AnonymizationStage;
import org.g2face.train.step.BothStages;
import org.g2face.train.step.DiscriminatorStep;
import org.g2face.train.step.HeldOutProgram;
import org.g2face.train.step.InpaintingRecovery;
import org.g2face.train.step.InpaintingStage;
import org.g2face.train.step.MixedDiscriminatorStep;
import org.g2face.train.step.PenaltyStep;
import org.g2face.train.step.Preview;
import org.g2face.train.step.RecoveryStage;
import org.g2face.train.step.StageInputs;

/**
 * Trains a model: Algorithm 1 of the paper, step by step, on one rank of many.
 *
 * @param start the model to start from, unless there is a checkpoint
 * @param faces this rank's
 */
public record Trainer(
    TrainSettings settings,
    ModelPackage start,
    Collective collective,
    FaceBatches faces,
    TrainerListener listener,
    CheckpointStore checkpoints) {

  /**
   * Trains to the last step, from the newest checkpoint if there is one.
   *
   * @throws TrainingException if the model lacks what a loss needs, or too many steps in a row gave
   *     numbers that are not finite
   */
  public void run() throws IOException {
    StartingPoint from = StartingPoint.of(start, settings);
    try (EngineSession<?> session = Engines.open(from, settings)) {
      TrainingLoop loop =
          new TrainingLoop(settings, collective, faces, listener, checkpoints, session);
      loop.run(from, new Run<>(session, from.architecture()));
    }
  }

  /** A training under way on one engine. */
  private final class Run<V> implements TrainingLoop.Stage {
    private final EngineSession<V> session;
    private final OptimizerStep<V> updates;
    private final StepRandomness draws;
    private final boolean inpaints;
    private final Program analysis;
    private final Program anonymization;
    private final Program recovery;
    private final Program both;
    private final Program discriminator;
    private final Program penalty;
    private final Program preview;
    private final Program heldOut;
    private long step;

    Run(EngineSession<V> session, Architecture architecture) {
      this.session = session;
      this.updates = new OptimizerStep<>(session, settings, collective);
      this.draws = new StepRandomness(new StageInputs(architecture, settings));
      this.inpaints = architecture.generator() instanceof InpaintingGenerator;
      if (inpaints && settings.stages().throughBothStages()) {
        throw new TrainingException(
            "a generator that conceals the face has no gradient through both stages; set"
                + " stages.through-both = false");
      }
      this.analysis = new Analysis(architecture, settings.batch());
      this.anonymization =
          inpaints
              ? new InpaintingStage(architecture, settings)
              : new AnonymizationStage(architecture, settings);
      this.recovery =
          inpaints
              ? new InpaintingRecovery(architecture, settings)
              : new RecoveryStage(architecture, settings);
      this.both = new BothStages(architecture, settings);
      this.discriminator =
          inpaints
              ? new MixedDiscriminatorStep(architecture, settings)
              : new DiscriminatorStep(architecture, settings);
      this.penalty = new PenaltyStep(architecture, settings);
      this.preview = new Preview(architecture, settings);
      this.heldOut = new HeldOutProgram(architecture, settings);
    }

    /** One iteration of Algorithm 1. */
    @Override
    public boolean iterate(long step, List<Tensor> images, Map<String, Double> losses) {
      this.step = step;
      List<Map<String, V>> batches = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        batches.add(analysed(images.get(i), i));
      }
      boolean complete =
          settings.stages().throughBothStages()
              ? update(both, batches, losses)
              : update(anonymization, batches, losses)
                  && update(recovery, secondStage(batches), losses);
      if (!complete) {
        return false;
      }
      if (settings.losses().adversarial() > 0) {
        complete = discriminate(batches, losses);
      }
      session.average(step);
      return complete;
    }

    /** The originals, what is in them, and what is drawn for the first stage. */
    private Map<String, V> analysed(Tensor images, int batch) {
      Map<String, V> values = new LinkedHashMap<>();
      values.put(Analysis.IMAGE, session.upload(images));
      values.putAll(session.evaluate(analysis, OptimizerStep.inputs(analysis, values), false));
      int share = updates.share(batch);
      (inpaints ? draws.inpainting(step, share) : draws.anonymization(step, share))
          .forEach((name, v) -> values.put(name, up(v)));
      if (settings.stages().throughBothStages()) {
        draws
            .recovery(step, updates.share(batch))
            .forEach((name, v) -> values.put(BothStages.AGAIN + name, up(v)));
      }
      return values;
    }

    private List<Map<String, V>> secondStage(List<Map<String, V>> batches) {
      for (int i = 0; i < batches.size(); i++) {
        Map<String, V> values = batches.get(i);
        int share = updates.share(i);
        (inpaints ? draws.inpaintingRecovery(step, share) : draws.recovery(step, share))
            .forEach((name, v) -> values.put(name, up(v)));
      }
      return batches;
    }

    /** Fakes are anonymized and recovered pictures in turn. */
    private boolean discriminate(List<Map<String, V>> batches, Map<String, Double> losses) {
      String fakes = step % 2 == 1 ? StageInputs.ANONYMIZED : StageInputs.RECOVERED;
      for (int i = 0; i < batches.size(); i++) {
        Map<String, V> values = batches.get(i);
        if (inpaints) {
          draws.discriminator(step, updates.share(i)).forEach((name, v) -> values.put(name, up(v)));
        } else {
          values.put(DiscriminatorStep.FAKE, values.get(fakes));
        }
      }
      boolean complete = update(discriminator, batches, losses);
      if (complete && settings.losses().r1() > 0 && due(settings.losses().r1Every())) {
        complete = update(penalty, batches, losses);
      }
      return complete;
    }

    /** One step of the optimiser; false if it was left out. */
    private boolean update(
        Program program, List<Map<String, V>> batches, Map<String, Double> losses) {
      String prefix = program == both ? "" : program.name() + ".";
      return updates.run(program, prefix, step, batches, losses);
    }

    private V up(Tensor value) {
      return session.upload(value);
    }

    private boolean due(long every) {
      return every > 0 && step % every == 0;
    }

    @Override
    public void show(long step, Tensor originals) {
      Map<String, V> values = new LinkedHashMap<>();
      values.put(Analysis.IMAGE, up(originals));
      draws.anonymization(step, 0).forEach((name, value) -> values.put(name, up(value)));
      Map<String, V> made = session.evaluate(preview, OptimizerStep.inputs(preview, values), true);
      listener.onGrid(
          step,
          originals,
          session.download(made.get(StageInputs.ANONYMIZED)),
          session.download(made.get(StageInputs.RECOVERED)),
          session.download(made.get(Preview.BIT_ERRORS)).at(0));
    }

    @Override
    public void measure(long step, List<Tensor> heldOut) {
      HeldOutMeasures measures = new HeldOutMeasures();
      for (int i = 0; i < heldOut.size(); i++) {
        try (EngineSession.Scope scope = session.open()) {
          Map<String, V> values = new LinkedHashMap<>();
          values.put(Analysis.IMAGE, up(heldOut.get(i)));
          draws.heldOut(i).forEach((name, value) -> values.put(name, up(value)));
          Map<String, Tensor> outputs = new LinkedHashMap<>();
          session
              .evaluate(this.heldOut, OptimizerStep.inputs(this.heldOut, values), true)
              .forEach((name, value) -> outputs.put(name, session.download(value)));
          measures.add(outputs);
        }
      }
      listener.onHeldOut(step, measures.means());
    }
  }
}
