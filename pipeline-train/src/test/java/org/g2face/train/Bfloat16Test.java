package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.train.collective.Collective;
import org.g2face.train.engine.EngineSession;
import org.g2face.train.engine.EngineSession.PartState;
import org.g2face.train.engine.Program;
import org.g2face.train.engine.StartingPoint;
import org.g2face.train.engine.TrainSettings;
import org.g2face.train.engine.TrainSettings.Engine;
import org.g2face.train.engine.TrainSettings.Optimiser;
import org.g2face.train.engine.TrainSettings.Precision;
import org.g2face.train.engine.TrainingException;
import org.g2face.train.loss.LossWeights;
import org.g2face.train.step.Analysis;
import org.g2face.train.step.DiscriminatorStep;
import org.g2face.train.step.PenaltyStep;
import org.g2face.train.torch.TorchSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Bfloat16Test {
  @TempDir Path folder;

  private static TrainSettings with(Precision precision, Settings settings) {
    TrainSettings s = settings.build();
    return new TrainSettings(
        s.engine(),
        s.device(),
        precision,
        s.seed(),
        s.batch(),
        s.accumulate(),
        s.steps(),
        s.losses(),
        s.optimiser(),
        s.channel(),
        s.stages(),
        s.checkpointEvery(),
        s.gridEvery());
  }

  /** What one update reports, and the mean of the gradients that it leaves in Adam's moment. */
  private record Update(Map<String, Double> losses, float[] gradient) {}

  private Update update(Precision precision, boolean penalty) throws IOException {
    ModelPackage model = Packages.compact(folder.resolve(precision + "" + penalty));
    TrainSettings settings = with(precision, Settings.small(1).batches(4, 1));
    StartingPoint start = StartingPoint.of(model, settings);
    MemoryFaces faces = new MemoryFaces(32, 4, 0, 1);
    Program program =
        penalty
            ? new PenaltyStep(start.architecture(), settings)
            : new DiscriminatorStep(start.architecture(), settings);
    try (TorchSession session = new TorchSession(start, settings);
        EngineSession.Scope scope = session.open()) {
      Tensor real = session.upload(faces.next());
      Tensor fake = session.upload(faces.next());
      session.differentiate(program, Map.of(Analysis.IMAGE, real, DiscriminatorStep.FAKE, fake));
      Map<String, Double> losses = session.update(program, 1, Collective.single()).orElseThrow();
      List<Float> all = new ArrayList<>();
      for (PartState state : session.state()) {
        if (program.trains().contains(state.part())) {
          state.mean().values().forEach(mean -> add(mean.toArray(), all));
        }
      }
      float[] gradient = new float[all.size()];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = all.get(i);
      }
      return new Update(losses, gradient);
    }
  }

  private static void add(float[] values, List<Float> all) {
    for (float value : values) {
      all.add(value);
    }
  }

  @Test
  void gradientsAgreeAsFarAsEightBitsGo() throws IOException {
    Update exact = update(Precision.FLOAT32, false);
    Update rounded = update(Precision.BFLOAT16, false);

    double difference = 0;
    double length = 0;
    for (int i = 0; i < exact.gradient().length; i++) {
      double apart = rounded.gradient()[i] - exact.gradient()[i];
      difference += apart * apart;
      length += exact.gradient()[i] * exact.gradient()[i];
    }
    // Rounding to 8 bits of mantissa is an error of up to 0.4 % in each factor of each layer.
    assertThat(Math.sqrt(difference / length)).isBetween(1e-4, 0.05);
    exact
        .losses()
        .forEach(
            (name, loss) ->
                assertThat(rounded.losses().get(name) / loss).as(name).isBetween(0.95, 1.05));
  }

  @Test
  void thePenaltyKeepsItsPrecision() throws IOException {
    Update exact = update(Precision.FLOAT32, true);
    Update rounded = update(Precision.BFLOAT16, true);

    assertThat(rounded.losses()).isEqualTo(exact.losses());
    assertThat(rounded.gradient()).isEqualTo(exact.gradient());
  }

  @Test
  void aTrainingLearns() throws IOException {
    List<Double> pixels = new ArrayList<>();
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onStep(StepReport report) {
            pixels.add(report.losses().get("anonymization.pixels"));
            assertThat(report.skipped()).isFalse();
          }
        };
    Settings settings =
        Settings.small(60)
            .weighing(new LossWeights(0, 1, 0, 0.1, 0.1, 0, 0, 0, 1, 0, 1, 2))
            .optimised(new Optimiser(3e-3, 1, 1e-3, 0, 0.99, 1e-8, 0, 1, 0, 10, 0.9, 3));
    new Trainer(
            with(Precision.BFLOAT16, settings),
            Packages.compact(folder.resolve("model")),
            Collective.single(),
            new MemoryFaces(32, 2, 0, 1),
            listener,
            CheckpointStore.none())
        .run();

    assertThat(mean(pixels.subList(50, 60))).isLessThan(0.8 * mean(pixels.subList(0, 10)));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  @Test
  void nd4jRefusesIt() {
    ModelPackage model = Packages.compact(folder.resolve("nd4j"));
    assertThatThrownBy(
            () ->
                new Trainer(
                        with(Precision.BFLOAT16, Settings.small(1).on(Engine.ND4J)),
                        model,
                        Collective.single(),
                        new MemoryFaces(32, 2, 0, 1),
                        TrainerListener.silent(),
                        CheckpointStore.none())
                    .run())
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("engine torch");
  }
}
