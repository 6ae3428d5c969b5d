package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.model.Part;
import org.g2face.tensor.Tensor;
import org.g2face.train.collective.Collective;
import org.g2face.train.data.DataPosition;
import org.g2face.train.data.FaceBatches;
import org.g2face.train.engine.TrainSettings.Engine;
import org.g2face.train.engine.TrainingException;
import org.g2face.train.loss.LossWeights;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The training of a model whose generator conceals the face. */
class InpaintingTrainingTest {
  private static final LossWeights LOSSES =
      new LossWeights(0, 4, 0, 0.5, 2, 0, 0, 0, 3, 0, 1, 2, LossWeights.Inpainting.standard());

  @TempDir static Path folder;
  private static ModelPackage start;

  @BeforeAll
  static void model() {
    start = Packages.inpainting(folder.resolve("model"));
  }

  private static List<StepReport> train(Settings settings, CheckpointStore checkpoints)
      throws IOException {
    List<StepReport> reports = new ArrayList<>();
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onStep(StepReport report) {
            reports.add(report);
          }
        };
    MemoryFaces faces = new MemoryFaces(64, settings.batch(), 0, 1);
    new Trainer(settings.build(), start, Collective.single(), faces, listener, checkpoints).run();
    return reports;
  }

  private static Settings settings(long steps) {
    return Settings.small(steps).batches(4, 1).weighing(LOSSES);
  }

  @Test
  void everyLossIsReported() throws IOException {
    assertThat(train(settings(2), CheckpointStore.none()).get(1).losses())
        .containsKeys(
            "anonymization.adversarial",
            "anonymization.identity-dummy",
            "anonymization.identity-original",
            "anonymization.cosine",
            "anonymization.background",
            "anonymization.light",
            "anonymization.dummies",
            "anonymization.hiding",
            "recovery.pixels",
            "recovery.identity",
            "discriminator.real",
            "penalty.r1")
        .doesNotContainKeys("anonymization.pixels", "anonymization.perceptual");
  }

  /** Each part moves; the landmarks' places, which are measured, do not. */
  @Test
  void everyPartLearnsButTheLandmarks() throws IOException {
    FolderCheckpoints checkpoints = new FolderCheckpoints(folder.resolve("parts"));
    train(settings(3), checkpoints);
    for (Part part : ModelPackage.trained(start.architecture())) {
      if (part == Part.DISCRIMINATOR) {
        continue;
      }
      var before = start.weights(part);
      var after = checkpoints.weights(3, part);
      long moved =
          before.names().stream().filter(name -> !before.get(name).equals(after.get(name))).count();
      assertThat(moved).as(part.key()).isPositive();
      if (part == Part.GENERATOR) {
        assertThat(after.get("landmarks.mean")).isEqualTo(before.get("landmarks.mean"));
        assertThat(after.get("landmarks.basis")).isEqualTo(before.get("landmarks.basis"));
        assertThat(after.get("code.0.weight")).isNotEqualTo(before.get("code.0.weight"));
      }
    }
  }

  @Test
  void enginesTakeTheSameSteps() throws IOException {
    List<StepReport> torch = train(settings(2), CheckpointStore.none());
    List<StepReport> nd4j = train(settings(2).on(Engine.ND4J), CheckpointStore.none());
    torch
        .get(0)
        .losses()
        .forEach(
            (name, value) ->
                assertThat(nd4j.get(0).losses().get(name))
                    .as(name)
                    .isCloseTo(value, within(5e-3 * Math.max(1, Math.abs(value)))));
  }

  @Test
  void refusesAPrior() {
    assertThatThrownBy(
            () ->
                new PriorTrainer(
                        settings(1).build(),
                        start,
                        Collective.single(),
                        new MemoryFaces(64, 4, 0, 1),
                        TrainerListener.silent(),
                        CheckpointStore.none())
                    .run())
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("no stage prior");
  }

  @Test
  void refusesAGradientThroughBothStages() {
    Settings both = settings(1).staged(Settings.published(true));
    assertThatThrownBy(() -> train(both, CheckpointStore.none()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("through-both = false");
  }

  /** Gradients reach the places where the payload and the code come in. */
  @Test
  void aFewStepsLowerWhatIsTrainedOn() throws IOException {
    LossWeights pixels =
        new LossWeights(0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16, LossWeights.Inpainting.standard());
    List<StepReport> reports = train(settings(12).weighing(pixels), CheckpointStore.none());
    double first = reports.get(0).losses().get("recovery.pixels");
    double last = reports.get(reports.size() - 1).losses().get("recovery.pixels");
    assertThat(last).isLessThan(first);
  }

  /** Measured on rank 0 whenever a grid is due; the weights do not move by it. */
  @Test
  void measuresHeldOutFaces() throws IOException {
    List<Map<String, Double>> heard = new ArrayList<>();
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onHeldOut(long step, Map<String, Double> measures) {
            heard.add(measures);
          }
        };
    Settings settings = settings(2).every(1000, 1);
    for (ModelPackage model : List.of(start, Packages.compact(folder.resolve("redraws")))) {
      int side = model.architecture().size();
      Settings fitting = model == start ? settings : Settings.small(2).batches(4, 1).every(1000, 1);
      FaceBatches faces = new HeldOutToo(new MemoryFaces(side, 4, 0, 1), side);
      new Trainer(
              fitting.build(), model, Collective.single(), faces, listener, CheckpointStore.none())
          .run();
    }
    assertThat(heard).hasSize(4);
    assertThat(heard.get(0))
        .containsOnlyKeys(
            "rank-1",
            "cosine-anonymized",
            "cosine-dummies",
            "cosine-recovered",
            "cosine-wrong-key",
            "psnr",
            "bit-errors");
    assertThat(heard.get(0).get("bit-errors")).isBetween(0.2, 0.8);
  }

  /** Faces with two held-out batches beside them. */
  private record HeldOutToo(FaceBatches faces, int side) implements FaceBatches {
    @Override
    public Tensor next() throws IOException {
      return faces.next();
    }

    @Override
    public List<Tensor> heldOut() {
      return List.of(
          Extents.normal(new Random(1), 4, 3, side, side),
          Extents.normal(new Random(2), 4, 3, side, side));
    }

    @Override
    public DataPosition position() {
      return faces.position();
    }

    @Override
    public void resume(DataPosition position) throws IOException {
      faces.resume(position);
    }

    @Override
    public void close() {
      faces.close();
    }
  }
}
