package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.g2face.io.LocalFileStore;
import org.g2face.model.Architectures;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.model.Part;
import org.g2face.model.Provenance;
import org.g2face.network.FaceGenerator;
import org.g2face.tensor.Tensor;
import org.g2face.train.channel.ChannelSettings;
import org.g2face.train.collective.Collective;
import org.g2face.train.data.DataPosition;
import org.g2face.train.data.FaceBatches;
import org.g2face.train.engine.TrainSettings.Engine;
import org.g2face.train.engine.TrainSettings.HiddenBits;
import org.g2face.train.engine.TrainSettings.Optimiser;
import org.g2face.train.engine.TrainSettings.RecoveryBits;
import org.g2face.train.engine.TrainSettings.Stages;
import org.g2face.train.engine.TrainingException;
import org.g2face.train.loss.LossWeights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  @TempDir Path folder;

  private List<StepReport> train(Settings settings, Collective ranks, CheckpointStore checkpoints)
      throws IOException {
    Path model = folder.resolve("model-" + ranks.rank());
    ModelPackage start =
        Files.exists(model)
            ? ModelPackage.load(new LocalFileStore(model))
            : Packages.compact(model);
    return train(settings, start, ranks, faces(settings, ranks), checkpoints);
  }

  private static FaceBatches faces(Settings settings, Collective ranks) {
    return new MemoryFaces(32, settings.batch(), ranks.rank(), ranks.world());
  }

  private static List<StepReport> train(
      Settings settings,
      ModelPackage start,
      Collective ranks,
      FaceBatches faces,
      CheckpointStore checkpoints)
      throws IOException {
    List<StepReport> reports = new ArrayList<>();
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onStep(StepReport report) {
            reports.add(report);
          }
        };
    new Trainer(settings.build(), start, ranks, faces, listener, checkpoints).run();
    return reports;
  }

  @Test
  void everyLossIsReportedByItself() throws IOException {
    StepReport second =
        train(Settings.small(2), Collective.single(), CheckpointStore.none()).get(1);

    assertThat(second.losses())
        .containsOnlyKeys(
            "anonymization.diversity",
            "anonymization.pixels",
            "anonymization.adversarial",
            "anonymization.identity-dummy",
            "anonymization.identity-original",
            "anonymization.hiding",
            "anonymization.bit-errors",
            "anonymization.total",
            "anonymization.gradient",
            "recovery.pixels",
            "recovery.adversarial",
            "recovery.identity",
            "recovery.total",
            "recovery.gradient",
            "discriminator.real",
            "discriminator.fake",
            "discriminator.total",
            "discriminator.gradient",
            "penalty.r1",
            "penalty.total",
            "penalty.gradient");
    double sum =
        second.losses().get("recovery.pixels")
            + second.losses().get("recovery.adversarial")
            + second.losses().get("recovery.identity");
    assertThat(second.losses().get("recovery.total")).isCloseTo(sum, within(1e-5));
    assertThat(second.skipped()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Engine.class,
      names = {"TORCH", "ND4J"})
  void aResumedTrainingGivesTheSameBits(Engine engine) throws IOException {
    Settings settings = Settings.small(4).on(engine);
    FolderCheckpoints whole = new FolderCheckpoints(folder.resolve("whole"));
    FolderCheckpoints halves = new FolderCheckpoints(folder.resolve("halves"));
    train(settings, Collective.single(), whole);
    train(Settings.small(2).on(engine), Collective.single(), halves);
    List<StepReport> rest = train(settings, Collective.single(), halves);

    assertThat(rest).hasSize(2);
    for (Part part : ModelPackage.trained(Architectures.compact())) {
      assertThat(folder.resolve("halves/step-4/" + part.file()))
          .hasSameBinaryContentAs(folder.resolve("whole/step-4/" + part.file()));
    }
    assertThat(folder.resolve("halves/step-4/progress.conf"))
        .hasSameTextualContentAs(folder.resolve("whole/step-4/progress.conf"));
  }

  @ParameterizedTest
  @CsvSource({"TORCH, 4", "ND4J, 2"})
  void twoRanksDoWhatOneDoesWithTwoBatches(Engine engine, int steps) throws Exception {
    Settings settings = Settings.small(steps).on(engine);
    FolderCheckpoints alone = new FolderCheckpoints(folder.resolve("alone"));
    List<StepReport> one = train(settings.batches(2, 2), Collective.single(), alone);

    ThreadRanks ranks = new ThreadRanks(2);
    CompletableFuture<List<StepReport>> other =
        CompletableFuture.supplyAsync(() -> trainRank(settings, ranks.of(1)));
    List<StepReport> two = trainRank(settings, ranks.of(0));

    assertThat(other.get()).hasSize(steps);
    for (int i = 0; i < steps; i++) {
      StepReport expected = one.get(i);
      two.get(i)
          .losses()
          .forEach(
              (name, loss) ->
                  assertThat(loss)
                      .as(name + " of step " + expected.step())
                      .isCloseTo(
                          expected.losses().get(name), within(1e-4 * Math.max(1, Math.abs(loss)))));
    }
    assertThat(two.get(0).images()).isEqualTo(one.get(0).images()).isEqualTo(4);
  }

  private List<StepReport> trainRank(Settings settings, Collective rank) {
    try {
      return train(settings, rank, CheckpointStore.none());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void uniformBitsAreSoonReadFromSavedPictures(boolean throughBothStages) throws IOException {
    Stages stages =
        new Stages(HiddenBits.UNIFORM, RecoveryBits.EXTRACTED, throughBothStages, false, true);
    Settings settings =
        Settings.small(200)
            .batches(8, 1)
            .every(1000, 200)
            .weighing(new LossWeights(0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 16))
            .optimised(new Optimiser(3e-3, 1, 1e-3, 0, 0.99, 1e-8, 20, 1, 0, 10, 0.95, 3))
            .through(ChannelSettings.lossless())
            .staged(stages);
    List<Double> errors = new ArrayList<>();
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onGrid(
              long step, Tensor original, Tensor anonymized, Tensor recovered, double wrong) {
            errors.add(wrong);
          }
        };
    new Trainer(
            settings.build(),
            Packages.compact(folder.resolve("model")),
            Collective.single(),
            new MemoryFaces(32, 8, 0, 1),
            listener,
            CheckpointStore.none())
        .run();
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).isLessThan(0.02);
  }

  @Test
  void aBatchThatIsNotFiniteIsLeftOut() throws IOException {
    FolderCheckpoints checkpoints = new FolderCheckpoints(folder.resolve("skipping"));
    ModelPackage start = Packages.compact(folder.resolve("fine"));
    FaceBatches spoilt = new Spoilt(new MemoryFaces(32, 2, 0, 1), 2, 2);
    List<StepReport> reports =
        train(Settings.small(4), start, Collective.single(), spoilt, checkpoints);

    assertThat(reports).extracting(StepReport::skipped).containsExactly(false, true, false, false);
    assertThat(reports.get(3).skippedSoFar()).isEqualTo(1);
    Checkpoint last = Checkpoint.read(checkpoints.latest().orElseThrow(), start.architecture());
    assertThat(last.progress().skipped()).isEqualTo(1);
    last.parts()
        .forEach(
            state ->
                state
                    .weights()
                    .forEach(
                        (name, weight) ->
                            assertThat(weight.toArray())
                                .as(name)
                                .doesNotContain(Float.NaN, Float.POSITIVE_INFINITY)));
  }

  @Test
  void tooManyInARowEndTheTraining() {
    ModelPackage start = Packages.compact(folder.resolve("fine"));
    FaceBatches spoilt = new Spoilt(new MemoryFaces(32, 2, 0, 1), 3, 100);
    assertThatThrownBy(
            () ->
                train(
                    Settings.small(20), start, Collective.single(), spoilt, CheckpointStore.none()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("the last 3 steps, up to step 5")
        .hasMessageContaining("checkpoint");
  }

  /** Faces some of whose batches hold a value that is not a number. */
  private record Spoilt(MemoryFaces faces, int from, int to, int[] count) implements FaceBatches {
    Spoilt(MemoryFaces faces, int from, int to) {
      this(faces, from, to, new int[1]);
    }

    @Override
    public Tensor next() {
      Tensor batch = faces.next();
      count[0]++;
      if (count[0] < from || count[0] > to) {
        return batch;
      }
      float[] values = batch.toArray();
      values[5] = Float.NaN;
      return Tensor.of(values, batch.shape());
    }

    @Override
    public DataPosition position() {
      return faces.position();
    }

    @Override
    public void resume(DataPosition position) {
      faces.resume(position);
    }

    @Override
    public void close() {}
  }

  @Test
  void aLossWhoseNetworkIsMissingIsRefused() {
    Settings settings =
        Settings.small(1).weighing(new LossWeights(0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 16));
    assertThatThrownBy(() -> train(settings, Collective.single(), CheckpointStore.none()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("no morphable part")
        .hasMessageContaining("set that weight to 0");
  }

  @Test
  void aCheckpointBecomesAModelPackage() throws IOException {
    FolderCheckpoints checkpoints = new FolderCheckpoints(folder.resolve("run"));
    ModelPackage start = Packages.compact(folder.resolve("start"));
    FaceBatches faces = new MemoryFaces(32, 2, 0, 1);
    train(Settings.small(3), start, Collective.single(), faces, checkpoints);

    Provenance here = new Provenance(List.of(), "none", "patches", "test", "2026-01-01");
    Checkpoint last = Checkpoint.read(checkpoints.latest().orElseThrow(), start.architecture());
    ModelPackage trained =
        last.writePackage(new LocalFileStore(folder.resolve("trained")), start, here);

    assertThat(trained.parts()).containsAll(start.parts()).contains(Part.DISCRIMINATOR);
    assertThat(trained.weights(Part.IDENTITY)).isEqualTo(start.weights(Part.IDENTITY));
    assertThat(trained.weights(Part.GENERATOR)).isNotEqualTo(start.weights(Part.GENERATOR));
    assertThat(trained.provenance(Part.GENERATOR)).isEqualTo(here);
  }

  @Test
  void aGridShowsTheSavedPictures() throws IOException {
    List<Tensor> shown = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onGrid(
              long step, Tensor original, Tensor anonymized, Tensor recovered, double wrong) {
            shown.addAll(List.of(original, anonymized, recovered));
            errors.add(wrong);
          }
        };
    Settings settings = Settings.small(2).every(1000, 2);
    ModelPackage start = Packages.compact(folder.resolve("start"));
    new Trainer(
            settings.build(),
            start,
            Collective.single(),
            new MemoryFaces(32, 2, 0, 1),
            listener,
            CheckpointStore.none())
        .run();

    FaceGenerator generator = start.architecture().generator();
    long[] shape = {2, 3, generator.size(), generator.size()};
    assertThat(shown).hasSize(3).allSatisfy(t -> assertThat(t.shape()).isEqualTo(shape));
    assertThat(errors.get(0)).isBetween(0.2, 0.8);
    for (float value : shown.get(1).toArray()) {
      float level = (value + 1) * 127.5f;
      assertThat(level).isCloseTo(Math.round(level), within(1e-3f)).isBetween(-0.01f, 255.01f);
    }
  }
}
