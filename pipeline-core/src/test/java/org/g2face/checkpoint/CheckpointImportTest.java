package org.g2face.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.g2face.Fixtures;
import org.g2face.io.LocalFileStore;
import org.g2face.model.Architecture;
import org.g2face.model.Architectures;
import org.g2face.model.InitialWeights;
import org.g2face.model.ModelException;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.IResNet;
import org.g2face.network.Lpips;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointImportTest {
  @TempDir Path temp;

  private static CheckpointImport start() {
    return new CheckpointImport("g2face test", "2026-01-02");
  }

  private static Origin sample(String name) {
    return Origin.of(Samples.path(name));
  }

  private LocalFileStore folder(String name) {
    return new LocalFileStore(temp.resolve(name));
  }

  @Test
  void importsAWholeModel() throws IOException {
    ImportReport report =
        start()
            .g2face(new Origin(Samples.path("tiny_g2face.pth"), "MIT", "FFHQ"))
            .arcface(sample("tiny_arcface.pth"))
            .d3dfr(sample("tiny_d3dfr.pth"))
            .into(folder("a"));
    Architecture architecture = report.model().architecture();
    assertThat(architecture.size()).isEqualTo(16);
    assertThat(architecture.generator().channels().byResolution())
        .isEqualTo(Map.of(4, 4, 8, 3, 16, 2));
    assertThat(architecture.generator().styleDim()).isEqualTo(4);
    assertThat(((IResNet) architecture.identity().network()).layers()).containsExactly(1, 1, 1, 1);
    assertThat(architecture.identity().network().inputSize()).isEqualTo(16);
    assertThat(architecture.geometry().network().coefficients().texture()).isZero();
    assertThat(architecture.geometry().prior().size()).isEqualTo(12);
    assertThat(architecture.extractor().width()).isEqualTo(2);
    assertThat(report.absent()).containsExactlyInAnyOrder(Part.PERCEPTUAL, Part.MORPHABLE);
    assertThat(report.leftOut().get(Part.GENERATOR))
        .containsExactlyInAnyOrder(
            "convs.0.conv.blur.kernel",
            "convs.2.conv.blur.kernel",
            "to_rgbs.0.upsample.kernel",
            "to_rgbs.1.upsample.kernel");
    assertThat(report.leftOut().get(Part.DUMMY_IDENTITY))
        .containsExactly("map_2_id.4.num_batches_tracked");
    assertThat(report.model().provenance(Part.GENERATOR).licence()).isEqualTo("MIT");
    assertThat(report.model().provenance(Part.GENERATOR).trainingData()).isEqualTo("FFHQ");
    assertThat(report.model().provenance(Part.GENERATOR).sources().get(0).file())
        .isEqualTo("tiny_g2face.pth");
    for (Part part : report.model().parts()) {
      report.model().weights(part);
    }
    try (TorchCheckpoint source = TorchCheckpoint.open(Samples.path("tiny_g2face.pth"))) {
      assertThat(report.model().weights(Part.STYLE_MAPPER))
          .isEqualTo(source.stateDict("style_mlp").read());
    }
  }

  /** The two forms hold the same networks; only the record of the source may tell them apart. */
  @Test
  void bothFormsImportToTheSameFiles() throws IOException {
    Path zip = Fixtures.path("golden/checkpoint_narrow.pth");
    Path stream = Fixtures.path("golden/checkpoint_narrow_legacy.pth");
    ModelPackage one = start().g2face(Origin.of(zip)).into(folder("zip")).model();
    ModelPackage other = start().g2face(Origin.of(stream)).into(folder("stream")).model();
    assertThat(one.parts()).isEqualTo(ModelPackage.trained(one.architecture()));
    try (Stream<Path> files = Files.list(temp.resolve("zip"))) {
      List<Path> weights = files.filter(file -> file.toString().endsWith(".safetensors")).toList();
      assertThat(weights).hasSize(5);
      for (Path file : weights) {
        assertThat(temp.resolve("stream").resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
    assertThat(other.fingerprint()).isEqualTo(one.fingerprint());
    String expected =
        Files.readString(temp.resolve("zip/model.conf"))
            .replace(Origin.of(zip).source().sha256(), Origin.of(stream).source().sha256())
            .replace("checkpoint_narrow.pth", "checkpoint_narrow_legacy.pth");
    assertThat(withoutQuotes(Files.readString(temp.resolve("stream/model.conf"))))
        .isEqualTo(withoutQuotes(expected));
  }

  /** A text that starts with a digit is quoted. */
  private static String withoutQuotes(String conf) {
    return conf.replace("\"", "");
  }

  @Test
  void anArchitectureIsReadOffTheShapes() throws IOException {
    Path file = Fixtures.path("golden/checkpoint_narrow.pth");
    ModelPackage model = start().g2face(Origin.of(file)).into(folder("a")).model();
    Architecture architecture = model.architecture();
    assertThat(architecture.size()).isEqualTo(256);
    assertThat(architecture.generator().styleDim()).isEqualTo(24);
    assertThat(architecture.generator().channels().byResolution())
        .isEqualTo(Map.of(4, 16, 8, 16, 16, 12, 32, 12, 64, 10, 128, 8, 256, 6));
    assertThat(architecture.mapper().low()).isEqualTo(6);
    assertThat(architecture.mapper().high()).isEqualTo(2);
    assertThat(architecture.discriminator().size()).isEqualTo(64);
    assertThat(architecture.identity()).isEqualTo(Architecture.Identity.standard());
    assertThatThrownBy(() -> model.require("anonymizing", Part.GENERATOR, Part.IDENTITY))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("anonymizing needs: identity");
  }

  @Test
  void saysAllThatIsMissingExtraAndMisshapen() {
    assertThatThrownBy(
            () ->
                start()
                    .g2face(sample("tiny_broken.pth"))
                    .arcface(sample("tiny_arcface.pth"))
                    .d3dfr(sample("tiny_d3dfr.pth"))
                    .into(folder("a")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("the generator in ")
        .hasMessageContaining("tiny_broken.pth: 1 missing: to_rgb1.bias; 1 extra: to_rgb9.bias")
        .hasMessageContaining("the style-mapper in ")
        .hasMessageContaining("1 misshapen: style_high.3.bias is [5] instead of [4]");
    assertThat(temp.resolve("a")).doesNotExist();
  }

  @Test
  void partsMustBelongTogether() {
    // Without its geometry network, the mapper's input is taken for the published 147 numbers.
    assertThatThrownBy(
            () ->
                start()
                    .g2face(sample("tiny_g2face.pth"))
                    .arcface(sample("tiny_arcface.pth"))
                    .into(folder("a")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(
            "takes 16 numbers, but an embedding has 4 and the geometry prior 147");
    assertThatThrownBy(() -> start().g2face(sample("tiny_arcface.pth")).into(folder("a")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("no network under the key 'anonymous_net'");
    assertThatThrownBy(
            () ->
                start()
                    .g2face(sample("tiny_g2face.pth"))
                    .arcface(sample("everything.pth"))
                    .into(folder("a")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("conv1.weight of the identity");
    assertThatThrownBy(() -> start().arcface(sample("tiny_arcface.pth")).into(folder("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a generator");
  }

  @Test
  void refusesAnotherBlurAndNumbersThatAreNone() {
    assertThatThrownBy(() -> start().g2face(sample("tiny_other_blur.pth")).into(folder("a")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("convs.0.conv.blur.kernel");
    assertThatThrownBy(() -> start().g2face(sample("tiny_nan.pth")).into(folder("a")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("tiny_nan.pth")
        .hasMessageContaining("to_rgb1.bias")
        .hasMessageContaining("NaN");
    assertThat(temp.resolve("a/model.conf")).doesNotExist();
  }

  @Test
  void startsTrainingFromStyleGan2() throws IOException {
    ImportReport report =
        start()
            .styleGan2(sample("tiny_stylegan2.pt"), 11)
            .arcface(sample("tiny_arcface.pth"))
            .d3dfr(sample("tiny_d3dfr.pth"))
            .into(folder("a"));
    ModelPackage model = report.model();
    assertThat(model.parts())
        .containsAll(ModelPackage.trained(model.architecture()))
        .containsAll(EnumSet.of(Part.IDENTITY, Part.GEOMETRY));
    NamedTensors generator = model.weights(Part.GENERATOR);
    NamedTensors fresh = InitialWeights.of(model.architecture(), Part.GENERATOR, 11);
    try (TorchCheckpoint source = TorchCheckpoint.open(Samples.path("tiny_stylegan2.pt"))) {
      StateDict average = source.stateDict("g_ema");
      for (String name : generator.names()) {
        boolean given = average.has(name);
        assertThat(generator.get(name))
            .as(name)
            .isEqualTo(given ? average.read(name) : fresh.get(name));
        assertThat(report.drawn().get(Part.GENERATOR).contains(name)).isEqualTo(!given);
      }
    }
    assertThat(report.leftOut().get(Part.GENERATOR)).contains("style.1.weight", "noises.noise_0");
    assertThat(model.provenance(Part.GENERATOR).trainingData()).contains("seed 11");
    assertThat(model.provenance(Part.DISCRIMINATOR).sources()).isEmpty();
  }

  @Test
  void takesPerceptualWeights() throws IOException {
    Origin squeezenet = Origin.of(Fixtures.path("models/squeezenet-lpips.safetensors"));
    ModelPackage model =
        start()
            .g2face(sample("tiny_g2face.pth"))
            .arcface(sample("tiny_arcface.pth"))
            .d3dfr(sample("tiny_d3dfr.pth"))
            .lpips(squeezenet)
            .into(folder("a"))
            .model();
    assertThat(model.architecture().perceptual().backbone()).isEqualTo(Lpips.Backbone.SQUEEZENET);
    assertThat(model.weights(Part.PERCEPTUAL).names()).contains("fire9.expand3x3.weight");
  }

  @Test
  void drawsAWholeModelAfreshExceptWhatFilesHold() throws IOException {
    Architecture compact = Architectures.compact();
    Origin squeezenet = Origin.of(Fixtures.path("models/squeezenet-lpips.safetensors"));
    Architecture architecture =
        new Architecture(
            compact.generator(),
            compact.mapper(),
            compact.identity(),
            compact.geometry(),
            compact.extractor(),
            compact.discriminator().whole(),
            new Lpips(Lpips.Backbone.SQUEEZENET));

    ImportReport report = start().fresh(architecture, 3).lpips(squeezenet).into(folder("a"));

    ModelPackage model = report.model();
    assertThat(model.architecture()).isEqualTo(architecture);
    assertThat(report.absent()).containsExactly(Part.MORPHABLE);
    for (Part part : ModelPackage.learned(architecture)) {
      NamedTensors drawn = InitialWeights.of(architecture, part, 3);
      assertThat(model.weights(part).asMap()).as(part.key()).isEqualTo(drawn.asMap());
      assertThat(report.drawn().get(part)).hasSameSizeAs(drawn.names());
      assertThat(model.provenance(part).trainingData()).contains("seed 3");
    }
    assertThat(model.provenance(Part.PERCEPTUAL).sources().get(0).file())
        .isEqualTo("squeezenet-lpips.safetensors");
  }

  @Test
  void aFreshModelRefusesFilesOfAnotherKind() {
    assertThatThrownBy(
            () ->
                start()
                    .fresh(Architectures.compact(), 3)
                    .arcface(sample("tiny_arcface.pth"))
                    .into(folder("a")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("the identity in ");
  }
}
