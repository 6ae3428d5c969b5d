package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.g2face.io.LocalFileStore;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.model.Part;
import org.g2face.model.Provenance;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.StylePrior;
import org.g2face.tensor.Tensor;
import org.g2face.train.collective.Collective;
import org.g2face.train.data.DataPosition;
import org.g2face.train.data.FaceBatches;
import org.g2face.train.engine.TrainSettings.Engine;
import org.g2face.train.engine.TrainSettings.Optimiser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriorTrainerTest {
  @TempDir Path folder;

  /** What a training told. */
  private static final class Heard implements TrainerListener {
    final List<StepReport> reports = new ArrayList<>();
    final List<Tensor> samples = new ArrayList<>();

    @Override
    public void onStep(StepReport report) {
      reports.add(report);
    }

    @Override
    public void onSamples(long step, Tensor faces) {
      samples.add(faces);
    }
  }

  /** Faces that are all of one colour. */
  private record Orange(int batch) implements FaceBatches {
    static final float[] COLOUR = {0.8f, 0.2f, -0.6f};

    @Override
    public Tensor next() {
      float[] values = new float[batch * 3 * 1024];
      for (int i = 0; i < values.length; i++) {
        values[i] = COLOUR[i / 1024 % 3];
      }
      return Tensor.of(values, batch, 3, 32, 32);
    }

    @Override
    public DataPosition position() {
      return new DataPosition(0, 0);
    }

    @Override
    public void resume(DataPosition position) {}

    @Override
    public void close() {}
  }

  private static Settings settings(long steps, double rate) {
    return Settings.small(steps)
        .batches(4, 1)
        .optimised(new Optimiser(rate, 1, rate, 0, 0.99, 1e-8, 0, 1, 0, 10, 0.9, 3));
  }

  private ModelPackage start() {
    return Packages.compact(folder.resolve("start"));
  }

  private static Heard train(
      Settings settings, ModelPackage start, FaceBatches faces, CheckpointStore store)
      throws IOException {
    Heard heard = new Heard();
    new PriorTrainer(settings.build(), start, Collective.single(), faces, heard, store).run();
    return heard;
  }

  private static FaceBatches patches() {
    return new MemoryFaces(32, 4, 0, 1);
  }

  @Test
  void facesComeToHaveTheColourOfTheDataset() throws IOException {
    Settings settings = settings(100, 5e-3).every(1000, 100);
    Heard heard = train(settings, start(), new Orange(4), CheckpointStore.none());

    assertThat(heard.samples).hasSize(1);
    Tensor faces = heard.samples.get(0);
    assertThat(faces.shape()).containsExactly(4, 3, 32, 32);
    double apart = 0;
    for (int i = 0; i < faces.count(); i++) {
      apart += Math.abs(faces.at(i) - Orange.COLOUR[i / 1024 % 3]) / faces.count();
    }
    // Faces of a grey world are 0.53 apart.
    assertThat(apart).isLessThan(0.35);
    assertThat(heard.reports.get(1).losses())
        .containsKeys(
            "prior.adversarial", "discriminator.real", "discriminator.fake", "penalty.r1");
    assertThat(heard.reports.get(0).losses()).doesNotContainKey("penalty.r1");
  }

  @Test
  void bothEnginesTrainAlike() throws IOException {
    Settings settings = settings(4, 1e-4);
    List<StepReport> torch = train(settings, start(), patches(), CheckpointStore.none()).reports;
    List<StepReport> nd4j =
        train(settings.on(Engine.ND4J), start(), patches(), CheckpointStore.none()).reports;

    for (int i = 0; i < 4; i++) {
      var found = nd4j.get(i).losses();
      torch
          .get(i)
          .losses()
          .forEach(
              (name, loss) -> {
                if (!name.endsWith("gradient")) {
                  assertThat(found.get(name)).as(name).isCloseTo(loss, within(2e-3));
                }
              });
    }
  }

  @Test
  void aResumedTrainingEndsWithTheSameBitsAndTheGeneratorStartsFromIt() throws IOException {
    ModelPackage start = start();
    FolderCheckpoints whole = new FolderCheckpoints(folder.resolve("whole"));
    FolderCheckpoints parted = new FolderCheckpoints(folder.resolve("parted"));
    train(settings(4, 1e-3), start, patches(), whole);
    train(settings(2, 1e-3), start, patches(), parted);
    assertThat(train(settings(4, 1e-3), start, patches(), parted).reports).hasSize(2);

    ModelPackage one = packaged(whole, start, "model-1");
    assertThat(one.fingerprint()).isEqualTo(packaged(parted, start, "model-2").fingerprint());
    assertThat(one.parts()).containsAll(start.parts()).contains(Part.PRIOR, Part.DISCRIMINATOR);
    NamedTensors prior = one.weights(Part.PRIOR);
    NamedTensors generator = one.weights(Part.GENERATOR);
    for (String name : generator.names()) {
      Tensor expected =
          prior.names().contains(name) ? prior.get(name) : start.weights(Part.GENERATOR).get(name);
      assertThat(Arrays.equals(generator.get(name).toArray(), expected.toArray()))
          .as(name)
          .isTrue();
    }
    assertThat(prior.names()).filteredOn(StylePrior::shared).isSubsetOf(generator.names());
    assertThat(one.provenance(Part.GENERATOR).tool()).isEqualTo("prior");

    // The main training starts from it.
    Heard heard = new Heard();
    new Trainer(
            Settings.small(1).build(),
            one,
            Collective.single(),
            new MemoryFaces(32, 2, 0, 1),
            heard,
            CheckpointStore.none())
        .run();
    assertThat(heard.reports).hasSize(1);
  }

  private ModelPackage packaged(FolderCheckpoints store, ModelPackage start, String name)
      throws IOException {
    return Checkpoint.read(store.latest().orElseThrow(), start.architecture())
        .writePackage(
            new LocalFileStore(folder.resolve(name)),
            start,
            new Provenance(List.of(), "none", "none", "prior", "2026-01-01"));
  }
}
