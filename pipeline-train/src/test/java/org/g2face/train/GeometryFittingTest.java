package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.g2face.io.LocalFileStore;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.model.Part;
import org.g2face.model.Provenance;
import org.g2face.tensor.Tensor;
import org.g2face.train.collective.Collective;
import org.g2face.train.engine.TrainSettings.Engine;
import org.g2face.train.engine.TrainSettings.Optimiser;
import org.g2face.train.engine.TrainingException;
import org.g2face.train.loss.GeometryFitLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeometryFittingTest {
  private static final GeometryFitLoss.Weights WEIGHTS =
      new GeometryFitLoss.Weights(1, 100, 0.05, 0.05, 2);

  @TempDir Path folder;

  /** Sees a head that is further to the right and turned further the redder the picture is. */
  private record Reddish() implements GeometryFitting.Teacher {

    @Override
    public Tensor landmarks(Tensor images) {
      int batch = (int) images.shape()[0];
      Tensor mean = Packages.morphable().get("meanshape");
      float[] shares = new float[136 * batch];
      for (int face = 0; face < batch; face++) {
        for (int point = 0; point < 68; point++) {
          double scale = 1015 / (10 - mean.at(3 * point + 2)) / 224;
          int at = 136 * face + 2 * point;
          shares[at] = (float) (0.5 + scale * mean.at(3 * point) + 0.1 * red(images, face));
          shares[at + 1] = (float) (0.5 - scale * mean.at(3 * point + 1));
        }
      }
      return Tensor.of(shares, batch, 136);
    }

    @Override
    public Tensor angles(Tensor images) {
      int batch = (int) images.shape()[0];
      float[] angles = new float[3 * batch];
      for (int face = 0; face < batch; face++) {
        angles[3 * face + 1] = (float) (0.1 * red(images, face));
      }
      return Tensor.of(angles, batch, 3);
    }

    /** The mean of the red channel. */
    private static double red(Tensor images, int face) {
      int plane = (int) (images.shape()[2] * images.shape()[3]);
      double sum = 0;
      for (int i = 0; i < plane; i++) {
        sum += images.at(3 * plane * face + i);
      }
      return sum / plane;
    }
  }

  private static Settings settings(long steps) {
    return Settings.small(steps)
        .batches(8, 1)
        .optimised(new Optimiser(1e-2, 1, 1, 0.9, 0.99, 1e-8, 0, 1, 0, 10, 0.9, 3));
  }

  private ModelPackage start() {
    return Packages.withMorphable(folder.resolve("start"));
  }

  private static List<StepReport> train(
      Settings settings, GeometryFitLoss.Weights losses, ModelPackage start, CheckpointStore store)
      throws IOException {
    List<StepReport> reports = new ArrayList<>();
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onStep(StepReport report) {
            reports.add(report);
          }
        };
    new GeometryFitting(
            settings.build(),
            losses,
            new Reddish(),
            start,
            Collective.single(),
            new MemoryFaces(32, settings.batch(), 0, 1),
            listener,
            store)
        .run();
    return reports;
  }

  private static double mean(List<StepReport> reports, String loss) {
    return reports.stream().mapToDouble(r -> r.losses().get(loss)).average().orElseThrow();
  }

  @Test
  void theModelComesToLieWhereTheLandmarksAre() throws IOException {
    List<StepReport> reports = train(settings(150), WEIGHTS, start(), CheckpointStore.none());

    for (String loss : List.of("landmarks", "pose", "error")) {
      double early = mean(reports.subList(0, 3), "geometry." + loss);
      double late = mean(reports.subList(135, 150), "geometry." + loss);
      assertThat(late).as(loss).isLessThan(early / 1.5);
    }
    assertThat(reports.get(0).losses())
        .containsOnlyKeys(
            "geometry.landmarks",
            "geometry.pose",
            "geometry.identity",
            "geometry.expression",
            "geometry.range",
            "geometry.error",
            "geometry.total",
            "geometry.gradient");
  }

  @Test
  void bothEnginesTrainAlike() throws IOException {
    Settings settings =
        settings(6).optimised(new Optimiser(1e-4, 1, 1, 0.9, 0.99, 1e-3, 0, 1, 0, 10, 0.9, 3));
    List<StepReport> torch = train(settings, WEIGHTS, start(), CheckpointStore.none());
    List<StepReport> nd4j =
        train(settings.on(Engine.ND4J), WEIGHTS, start(), CheckpointStore.none());

    for (int i = 0; i < 6; i++) {
      for (String loss : List.of("geometry.total", "geometry.error", "geometry.pose")) {
        double expected = torch.get(i).losses().get(loss);
        assertThat(nd4j.get(i).losses().get(loss))
            .as(loss)
            .isCloseTo(expected, within(1e-3 * expected));
      }
    }
  }

  @Test
  void aResumedTrainingEndsWithTheSameBitsAndWritesAPackage() throws IOException {
    ModelPackage start = start();
    FolderCheckpoints whole = new FolderCheckpoints(folder.resolve("whole"));
    FolderCheckpoints parted = new FolderCheckpoints(folder.resolve("parted"));
    train(settings(4), WEIGHTS, start, whole);
    train(settings(2), WEIGHTS, start, parted);
    assertThat(train(settings(4), WEIGHTS, start, parted)).hasSize(2);

    ModelPackage one = packaged(whole, start, "model-1");
    assertThat(one.fingerprint()).isEqualTo(packaged(parted, start, "model-2").fingerprint());
    assertThat(one.parts()).isEqualTo(start.parts());
    for (Part part : start.parts()) {
      boolean unchanged = one.weights(part).asMap().equals(start.weights(part).asMap());
      assertThat(unchanged).as(part.key()).isEqualTo(part != Part.GEOMETRY);
    }
  }

  @Test
  void posesNeedNotBeKnown() throws IOException {
    GeometryFitLoss.Weights without = new GeometryFitLoss.Weights(1, 0, 0.05, 0.05, 0);
    assertThat(train(settings(1), without, start(), CheckpointStore.none()).get(0).losses())
        .doesNotContainKeys("geometry.pose", "geometry.range");
  }

  @Test
  void aModelToFitMustBeThere() {
    ModelPackage without = Packages.compact(folder.resolve("start"));
    assertThatThrownBy(() -> train(settings(1), WEIGHTS, without, CheckpointStore.none()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("no morphable part");
  }

  private ModelPackage packaged(FolderCheckpoints store, ModelPackage start, String name)
      throws IOException {
    return Checkpoint.read(store.latest().orElseThrow(), start.architecture())
        .writePackage(
            new LocalFileStore(folder.resolve(name)),
            start,
            new Provenance(List.of(), "none", "none", "test", "2026-01-01"));
  }
}
