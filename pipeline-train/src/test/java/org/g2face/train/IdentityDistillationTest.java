package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.io.LocalFileStore;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.model.Part;
import org.g2face.model.Provenance;
import org.g2face.onnx.Execution;
import org.g2face.onnx.OnnxModel;
import org.g2face.onnx.OnnxSession;
import org.g2face.onnx.OnnxValue;
import org.g2face.tensor.Tensor;
import org.g2face.train.IdentityDistillation.Teacher;
import org.g2face.train.collective.Collective;
import org.g2face.train.data.DataPosition;
import org.g2face.train.data.FaceBatches;
import org.g2face.train.engine.TrainSettings.Engine;
import org.g2face.train.engine.TrainSettings.Optimiser;
import org.g2face.train.engine.TrainingException;
import org.g2face.train.loss.DistillationLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityDistillationTest {
  private static final DistillationLoss.Weights BOTH = new DistillationLoss.Weights(1, 1);

  @TempDir Path folder;

  /** Knows a face by the mean colour of its upper and lower half, [batch, length]. */
  private record Colours(int embedding) implements Teacher {

    @Override
    public Tensor embed(Tensor images) {
      int batch = (int) images.shape()[0];
      int plane = images.count() / batch / 3;
      float[] rows = new float[batch * embedding];
      for (int face = 0; face < batch; face++) {
        for (int i = 0; i < 6; i++) {
          int from = face * 3 * plane + i * plane / 2;
          for (int j = from; j < from + plane / 2; j++) {
            rows[face * embedding + i] += images.at(j) * 2 / plane;
          }
        }
      }
      return Tensor.of(rows, batch, embedding);
    }
  }

  private static Settings settings(long steps) {
    return Settings.small(steps)
        .batches(8, 1)
        .optimised(new Optimiser(1e-2, 1, 1, 0.9, 0.99, 1e-8, 0, 1, 0, 10, 0.9, 3));
  }

  private ModelPackage start() {
    return Packages.compact(folder.resolve("start"));
  }

  private static List<StepReport> train(
      Settings settings,
      DistillationLoss.Weights losses,
      Teacher teacher,
      ModelPackage start,
      CheckpointStore store)
      throws IOException {
    List<StepReport> reports = new ArrayList<>();
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onStep(StepReport report) {
            reports.add(report);
          }
        };
    new IdentityDistillation(
            settings.build(),
            losses,
            teacher,
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
  void theStudentComesToSeeFacesAsItsTeacherDoes() throws IOException {
    ModelPackage start = start();
    FolderCheckpoints store = new FolderCheckpoints(folder.resolve("run"));
    Settings settings = settings(200).batches(16, 1);
    List<StepReport> reports = train(settings, BOTH, new Colours(8), start, store);

    for (String loss : List.of("identity.direction", "identity.relations")) {
      assertThat(mean(reports.subList(190, 200), loss))
          .as(loss)
          .isLessThan(mean(reports.subList(0, 5), loss) / 2);
    }
    assertThat(reports.get(0).losses())
        .containsOnlyKeys(
            "identity.direction", "identity.relations", "identity.total", "identity.gradient");
    // In use the averaged weights and the running statistics count, on faces never seen.
    double before = likeness(start);
    double after = likeness(packaged(store, start, "model"));
    assertThat(before).isLessThan(0.4);
    assertThat(after).isGreaterThan(0.75);
  }

  /** Mean cosine between the model's embeddings and the teacher's of 16 faces. */
  private static double likeness(ModelPackage trained) throws IOException {
    FaceBatches unseen = new MemoryFaces(32, 16, 0, 1);
    unseen.resume(new DataPosition(0, 16_000));
    Tensor faces = unseen.next();
    OnnxModel model = new OnnxModel();
    OnnxValue image = model.input("image", -1, 3, 32, 32);
    var weights = model.weights("identity", trained.weights(Part.IDENTITY).asMap()::get);
    model.output("embedding", trained.architecture().identity().embed(model.ops(), weights, image));
    Tensor student;
    try (OnnxSession session = model.open(Execution.onCpu(1))) {
      student = session.run(Map.of("image", faces)).get("embedding");
    }
    Tensor teacher = new Colours(8).embed(faces);
    double sum = 0;
    for (int face = 0; face < 16; face++) {
      sum +=
          dot(student, teacher, face)
              / Math.sqrt(dot(student, student, face) * dot(teacher, teacher, face));
    }
    return sum / 16;
  }

  private static double dot(Tensor a, Tensor b, int row) {
    double sum = 0;
    for (int i = 8 * row; i < 8 * row + 8; i++) {
      sum += a.at(i) * b.at(i);
    }
    return sum;
  }

  @Test
  void relationsCanBeLearnedFromLongerEmbeddings() throws IOException {
    DistillationLoss.Weights relations = new DistillationLoss.Weights(0, 1);
    Settings settings = settings(150).batches(16, 1);
    List<StepReport> reports =
        train(settings, relations, new Colours(11), start(), CheckpointStore.none());

    assertThat(mean(reports.subList(140, 150), "identity.relations"))
        .isLessThan(mean(reports.subList(0, 5), "identity.relations") / 1.5);
    assertThatThrownBy(
            () -> train(settings(1), BOTH, new Colours(11), start(), CheckpointStore.none()))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("length 11, the student's 8");
    assertThatThrownBy(
            () ->
                train(
                    settings(1).batches(1, 8),
                    relations,
                    new Colours(11),
                    start(),
                    CheckpointStore.none()))
        .hasMessageContaining("a batch of at least 2");
  }

  @Test
  void bothEnginesTrainAlike() throws IOException {
    Settings settings =
        settings(6).optimised(new Optimiser(1e-4, 1, 1, 0.9, 0.99, 1e-3, 0, 1, 0, 10, 0.9, 3));
    List<StepReport> torch = train(settings, BOTH, new Colours(8), start(), CheckpointStore.none());
    List<StepReport> nd4j =
        train(settings.on(Engine.ND4J), BOTH, new Colours(8), start(), CheckpointStore.none());

    for (int i = 0; i < 6; i++) {
      double expected = torch.get(i).losses().get("identity.total");
      assertThat(nd4j.get(i).losses().get("identity.total"))
          .isCloseTo(expected, within(1e-3 * expected));
    }
  }

  @Test
  void aResumedTrainingEndsWithTheSameBitsAndWritesAPackage() throws IOException {
    ModelPackage start = start();
    FolderCheckpoints whole = new FolderCheckpoints(folder.resolve("whole"));
    FolderCheckpoints parted = new FolderCheckpoints(folder.resolve("parted"));
    train(settings(6), BOTH, new Colours(8), start, whole);
    train(settings(3), BOTH, new Colours(8), start, parted);
    assertThat(train(settings(6), BOTH, new Colours(8), start, parted)).hasSize(3);

    ModelPackage one = packaged(whole, start, "model-1");
    ModelPackage other = packaged(parted, start, "model-2");
    assertThat(one.fingerprint()).isEqualTo(other.fingerprint());
    assertThat(one.parts()).isEqualTo(start.parts());
    for (Part part : start.parts()) {
      boolean unchanged = sums(one, part).equals(sums(start, part));
      assertThat(unchanged).as(part.key()).isEqualTo(part != Part.IDENTITY);
    }
  }

  private ModelPackage packaged(FolderCheckpoints store, ModelPackage start, String name)
      throws IOException {
    return Checkpoint.read(store.latest().orElseThrow(), start.architecture())
        .writePackage(
            new LocalFileStore(folder.resolve(name)),
            start,
            new Provenance(List.of(), "none", "none", "test", "2026-01-01"));
  }

  /** What a part's weights add up to, tensor by tensor. */
  private static List<Double> sums(ModelPackage model, Part part) throws IOException {
    List<Double> sums = new ArrayList<>();
    model
        .weights(part)
        .asMap()
        .forEach(
            (name, tensor) -> {
              double sum = 0;
              for (int i = 0; i < tensor.count(); i++) {
                sum += tensor.at(i);
              }
              sums.add(sum);
            });
    return sums;
  }

  @Test
  void aCheckpointOfAnotherStageIsRefused() throws IOException {
    ModelPackage start = start();
    FolderCheckpoints store = new FolderCheckpoints(folder.resolve("run"));
    train(settings(1), BOTH, new Colours(8), start, store);
    assertThatThrownBy(
            () ->
                new Trainer(
                        Settings.small(2).build(),
                        start,
                        Collective.single(),
                        new MemoryFaces(32, 2, 0, 1),
                        TrainerListener.silent(),
                        store)
                    .run())
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("is of another stage: it holds identity, but this one trains");
  }
}
