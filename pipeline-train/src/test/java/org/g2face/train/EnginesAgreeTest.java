package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.g2face.io.LocalFileStore;
import org.g2face.model.Architecture;
import org.g2face.model.Architectures;
import org.g2face.model.InitialWeights;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.model.Part;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.Channels;
import org.g2face.network.Discriminator;
import org.g2face.network.DiscriminatorGradient;
import org.g2face.network.FaceDiscriminator;
import org.g2face.tensor.Tensor;
import org.g2face.train.channel.ChannelSettings;
import org.g2face.train.collective.Collective;
import org.g2face.train.engine.EngineSession.PartState;
import org.g2face.train.engine.TrainSettings.Engine;
import org.g2face.train.engine.TrainSettings.Optimiser;
import org.g2face.train.loss.GradientPenaltyLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnginesAgreeTest {
  private static final int STEPS = 20;

  @TempDir Path folder;

  private Checkpoint train(Settings settings, List<StepReport> reports) throws IOException {
    ModelPackage start = Packages.compact(folder.resolve("model-" + settings.engine()));
    FolderCheckpoints store = new FolderCheckpoints(folder.resolve("" + settings.engine()));
    TrainerListener listener =
        new TrainerListener() {
          @Override
          public void onStep(StepReport report) {
            reports.add(report);
          }
        };
    new Trainer(
            settings.build(),
            start,
            Collective.single(),
            new MemoryFaces(32, 4, 0, 1),
            listener,
            store)
        .run();
    return Checkpoint.read(store.latest().orElseThrow(), start.architecture());
  }

  /**
   * Without steps in the losses: a value that one engine rounds up and the other down, and Adam's
   * division of a tiny gradient by its own size, turn the last digit into the first within a few
   * steps.
   */
  private static Settings smooth() {
    return Settings.small(STEPS)
        .batches(4, 1)
        .through(ChannelSettings.published())
        .staged(Settings.published(false))
        .optimised(new Optimiser(1e-4, 0.1, 1e-4, 0.9, 0.99, 1e-3, 4, 0.9, 10, 10, 0.9, 3));
  }

  @Test
  void twentyStepsFromTheSameStartGiveTheSame() throws IOException {
    List<StepReport> torch = new ArrayList<>();
    List<StepReport> nd4j = new ArrayList<>();
    Checkpoint expected = train(smooth().on(Engine.TORCH), torch);
    Checkpoint actual = train(smooth().on(Engine.ND4J), nd4j);

    for (int i = 0; i < STEPS; i++) {
      // One digit in a million at first; every step multiplies what is apart.
      assertSame(nd4j.get(i), torch.get(i), i < 2 ? 1e-4 : 1e-2);
    }
    ModelPackage start = ModelPackage.load(new LocalFileStore(folder.resolve("model-TORCH")));
    for (int i = 0; i < expected.parts().size(); i++) {
      PartState wanted = expected.parts().get(i);
      PartState found = actual.parts().get(i);
      assertThat(found.updates()).isEqualTo(wanted.updates());
      if (start.has(wanted.part())) {
        Map<String, Tensor> before = start.weights(wanted.part()).asMap();
        double apart = distance(found.weights(), wanted.weights());
        double moved = distance(wanted.weights(), before);
        assertThat(moved).isPositive();
        assertThat(apart).as("%s, which moved by %s", wanted.part(), moved).isLessThan(0.1 * moved);
        assertThat(distance(found.averaged(), wanted.averaged())).isLessThan(0.1 * moved);
      }
    }
  }

  private static void assertSame(StepReport found, StepReport wanted, double tolerance) {
    assertThat(found.losses().keySet()).isEqualTo(wanted.losses().keySet());
    wanted
        .losses()
        .forEach(
            (name, value) -> {
              double each = name.endsWith("gradient") ? 5 * tolerance : tolerance;
              assertThat(found.losses().get(name))
                  .as(name + " of step " + wanted.step())
                  .isCloseTo(value, within(each * Math.max(1, value)));
            });
  }

  private static double distance(Map<String, Tensor> some, Map<String, Tensor> others) {
    assertThat(some.keySet()).isEqualTo(others.keySet());
    double square = 0;
    for (String name : some.keySet()) {
      for (int i = 0; i < some.get(name).count(); i++) {
        double apart = some.get(name).at(i) - others.get(name).at(i);
        square += apart * apart;
      }
    }
    return Math.sqrt(square);
  }

  @Test
  void theGradientOfTheDiscriminatorIsAlsoANetwork() {
    for (Architecture architecture : List.of(Architectures.compact(), Architectures.inpainting())) {
      Map<String, Tensor> weights = InitialWeights.of(architecture, Part.DISCRIMINATOR, 3).asMap();
      FaceDiscriminator discriminator = architecture.discriminator();
      int side = discriminator.size();
      for (int batch : new int[] {2, 8}) {
        Tensor image = Extents.normal(new Random(2), batch, 3, side, side);
        Computation judging =
            new Computation(
                Map.of("image", image),
                weights,
                (ops, w, in) -> List.of(discriminator.forward(ops, w, in.get("image"))));
        int judgements = 1 + discriminator.regions().size();
        Tensor expected =
            new TorchEngine()
                .gradients(judging, List.of(Tensor.filled(1, batch, judgements)))
                .inputs()
                .get("image");
        Computation gradient =
            new Computation(
                Map.of("image", image),
                weights,
                (ops, w, in) -> List.of(discriminator.gradient(ops, w, in.get("image"))));
        for (GradientEngine engine : List.of(new TorchEngine(), new Nd4jEngine())) {
          Tensor found = engine.outputs(gradient).get(0);
          assertThat(Difference.relative(found, expected)).as(engine.name()).isLessThan(1e-4);
        }
      }
    }
  }

  /** R1 of the authors' discriminator, and its derivatives of the second order. */
  @Test
  void thePenaltyIsThatOfTheAuthors() {
    NamedTensors expected = GoldenCase.tensors("discriminator_64_r1");
    Channels channels = new Channels(Map.of(4, 16, 8, 16, 16, 12, 32, 12, 64, 10));
    DiscriminatorGradient network = new DiscriminatorGradient(new Discriminator(64, channels));
    Computation penalty =
        new Computation(
            expected.at("in").asMap(),
            expected.at("weights").asMap(),
            (ops, w, in) ->
                List.of(GradientPenaltyLoss.r1(ops, network.forward(ops, w, in.get("x")))));
    for (GradientEngine engine : List.of(new TorchEngine(), new Nd4jEngine())) {
      double value = engine.outputs(penalty).get(0).at(0);
      double wanted = expected.get("out.r1").at(0);
      assertThat(value).as(engine.name()).isCloseTo(wanted, within(1e-4 * wanted));

      Map<String, Tensor> found = engine.gradients(penalty, List.of(Tensor.scalar(1))).weights();
      assertThat(found).isNotEmpty();
      expected
          .at("grad.weights")
          .asMap()
          .forEach(
              (name, gradient) ->
                  // A weight that no slope depends on is not asked for.
                  assertThat(
                          found.containsKey(name)
                              ? Difference.relative(found.get(name), gradient)
                              : 0)
                      .as(engine.name() + " " + name)
                      .isLessThan(1e-3));
    }
  }
}
