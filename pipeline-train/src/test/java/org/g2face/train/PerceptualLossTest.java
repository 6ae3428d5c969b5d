package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.g2face.Fixtures;
import org.g2face.io.LocalFileStore;
import org.g2face.model.Architecture;
import org.g2face.model.Architectures;
import org.g2face.model.InitialWeights;
import org.g2face.model.ModelPackage;
import org.g2face.model.PackageWriter;
import org.g2face.model.Part;
import org.g2face.model.Provenance;
import org.g2face.model.weights.NamedTensors;
import org.g2face.model.weights.Safetensors;
import org.g2face.network.Lpips;
import org.g2face.tensor.Tensor;
import org.g2face.train.collective.Collective;
import org.g2face.train.engine.TrainSettings.Engine;
import org.g2face.train.loss.LossWeights;
import org.g2face.train.loss.ReconstructionLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The perceptual half of the reconstruction loss: its value, its gradient, its way to a report. */
class PerceptualLossTest {
  private static final List<GradientEngine> ENGINES = List.of(new TorchEngine(), new Nd4jEngine());
  private static final Lpips SQUEEZENET = new Lpips(Lpips.Backbone.SQUEEZENET);
  private static final Tensor ONE = Tensor.scalar(1);

  @TempDir Path folder;

  /**
   * @param made [batch, 3, height, width], which the gradient is of
   */
  private static Computation loss(Map<String, Tensor> weights, Tensor made, Tensor wanted) {
    return new Computation(
        Map.of("made", made),
        weights,
        (ops, w, in) ->
            List.of(
                ReconstructionLoss.perceptual(
                    ops, SQUEEZENET, w, in.get("made"), ops.constant(wanted))));
  }

  private static NamedTensors read(String fixture) throws IOException {
    Path path = Fixtures.path(fixture);
    String name = path.getFileName().toString();
    return Safetensors.read(new LocalFileStore(path.getParent()).open(name)).tensors();
  }

  /** Two pictures of 64 x 64 as one batch, in [-1, 1]. */
  private static Tensor batch(NamedTensors golden, String which) {
    float[] both = new float[2 * 3 * 64 * 64];
    for (int pair = 0; pair < 2; pair++) {
      float[] one = golden.get("pair" + pair + which).toArray();
      for (int i = 0; i < one.length; i++) {
        both[pair * one.length + i] = one[i] / 127.5f - 1;
      }
    }
    return Tensor.of(both, 2, 3, 64, 64);
  }

  @Test
  void isTheMeanOfTheReferenceDistances() throws IOException {
    NamedTensors golden = read("models/golden-lpips.safetensors");
    Map<String, Tensor> weights = read("models/squeezenet-lpips.safetensors").asMap();
    Computation loss = loss(weights, batch(golden, ".image0"), batch(golden, ".image1"));
    double expected =
        (golden.get("pair0.distance").at(0) + golden.get("pair1.distance").at(0)) / 2.0;
    for (GradientEngine engine : ENGINES) {
      Tensor value = engine.outputs(loss).get(0);
      assertThat((double) value.at(0)).as(engine.name()).isCloseTo(expected, within(1e-5));
    }
  }

  /** Along the gradient the loss must change as fast as the gradient is long. */
  @Test
  void gradientIsTheSlopeOfTheValue() {
    Map<String, Tensor> weights = InitialWeights.of(architecture(), Part.PERCEPTUAL, 3).asMap();
    Tensor made = Extents.normal(new Random(1), 1, 3, 32, 32);
    Tensor wanted = Extents.normal(new Random(2), 1, 3, 32, 32);
    List<Tensor> found = new ArrayList<>();
    for (GradientEngine engine : ENGINES) {
      Computation loss = loss(weights, made, wanted);
      Tensor gradient = engine.gradients(loss, List.of(ONE)).inputs().get("made");
      found.add(gradient);
      double length = 0;
      for (float slope : gradient.toArray()) {
        length += (double) slope * slope;
      }
      length = Math.sqrt(length);
      assertThat(length).isPositive();

      // Short, so that few of the ReLUs turn on the way.
      double step = 0.05;
      double after = at(engine, weights, made, gradient, step / length, wanted);
      double before = at(engine, weights, made, gradient, -step / length, wanted);
      assertThat((after - before) / (2 * step))
          .as(engine.name())
          .isCloseTo(length, within(0.02 * length));
    }
    assertThat(Difference.relative(found.get(1), found.get(0))).isLessThan(1e-3);
  }

  private static double at(
      GradientEngine engine,
      Map<String, Tensor> weights,
      Tensor made,
      Tensor direction,
      double by,
      Tensor wanted) {
    float[] moved = made.toArray();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (by * direction.at(i));
    }
    Computation loss = loss(weights, Tensor.of(moved, made.shape()), wanted);
    return engine.outputs(loss).get(0).at(0);
  }

  @Test
  void bothStagesReportItAndAreTrainedOnIt() throws IOException {
    ModelPackage start = packaged();
    LossWeights losses = new LossWeights(0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 16);
    Map<Engine, List<StepReport>> reports = new LinkedHashMap<>();
    for (Engine engine : List.of(Engine.TORCH, Engine.ND4J)) {
      List<StepReport> steps = new ArrayList<>();
      TrainerListener listener =
          new TrainerListener() {
            @Override
            public void onStep(StepReport report) {
              steps.add(report);
            }
          };
      new Trainer(
              Settings.small(2).on(engine).weighing(losses).build(),
              start,
              Collective.single(),
              new MemoryFaces(32, 2, 0, 1),
              listener,
              CheckpointStore.none())
          .run();
      reports.put(engine, steps);
    }
    for (int step = 0; step < 2; step++) {
      Map<String, Double> torch = reports.get(Engine.TORCH).get(step).losses();
      Map<String, Double> nd4j = reports.get(Engine.ND4J).get(step).losses();
      for (String stage : List.of("anonymization", "recovery")) {
        double distance = torch.get(stage + ".perceptual");
        // Its sign is chance with weights that nobody trained.
        assertThat(distance).isNotZero();
        assertThat(torch.get(stage + ".total")).isCloseTo(2 * distance, within(1e-5));
        assertThat(torch.get(stage + ".gradient")).isPositive();
        assertThat(nd4j.get(stage + ".perceptual"))
            .isCloseTo(distance, within(1e-3 * Math.abs(distance)));
      }
    }
  }

  private static Architecture architecture() {
    Architecture compact = Architectures.compact();
    return new Architecture(
        compact.generator(),
        compact.mapper(),
        compact.identity(),
        compact.geometry(),
        compact.extractor(),
        compact.discriminator().whole(),
        SQUEEZENET);
  }

  private ModelPackage packaged() throws IOException {
    Architecture architecture = architecture();
    Provenance drawn = new Provenance(List.of(), "none", "none", "test", "2026-01-01");
    PackageWriter writer = new PackageWriter(new LocalFileStore(folder), architecture);
    for (Part part : Part.values()) {
      if (part != Part.MORPHABLE) {
        writer.put(part, InitialWeights.of(architecture, part, 7), drawn);
      }
    }
    return writer.finish();
  }
}
