package org.g2face.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.g2face.io.LocalFileStore;
import org.g2face.model.weights.NamedTensors;
import org.g2face.network.Channels;
import org.g2face.network.Generator;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPackageTest {
  @TempDir Path temp;

  private ModelPackage fresh(String name, long seed) throws IOException {
    return ModelPackage.initialise(
        folder(name), Architectures.compact(), seed, "g2face test", "2026-01-02");
  }

  private LocalFileStore folder(String name) {
    return new LocalFileStore(temp.resolve(name));
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    ModelPackage written = fresh("a", 7);
    ModelPackage read = ModelPackage.load(folder("a"));
    assertThat(read.architecture()).isEqualTo(Architectures.compact());
    assertThat(read.parts())
        .containsExactlyInAnyOrderElementsOf(ModelPackage.trained(read.architecture()));
    assertThat(read.fingerprint()).isEqualTo(written.fingerprint()).hasSize(64);
    for (Part part : read.parts()) {
      assertThat(read.weights(part)).isEqualTo(InitialWeights.of(Architectures.compact(), part, 7));
    }
    assertThat(read.provenance(Part.GENERATOR).trainingData()).contains("seed 7");
    assertThat(read.provenance(Part.GENERATOR).date()).isEqualTo("2026-01-02");
  }

  @Test
  void equalSeedsGiveEqualFilesAndOthersDoNot() throws IOException {
    ModelPackage one = fresh("a", 7);
    ModelPackage same = fresh("b", 7);
    ModelPackage other = fresh("c", 8);
    try (Stream<Path> files = Files.list(temp.resolve("a"))) {
      for (Path file : files.toList()) {
        assertThat(temp.resolve("b").resolve(file.getFileName())).hasSameBinaryContentAs(file);
      }
    }
    assertThat(same.fingerprint()).isEqualTo(one.fingerprint());
    assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
  }

  @Test
  void fingerprintCoversTheArchitecture() throws IOException {
    String before = fresh("a", 7).fingerprint();
    edit("a", "kind=nearest", "kind=box\nleft=0\ntop=0\nright=1\nbottom=1");
    assertThat(ModelPackage.load(folder("a")).fingerprint()).isNotEqualTo(before);
  }

  @Test
  void saysWhichPartsAreAbsent() throws IOException {
    ModelPackage model = fresh("a", 7);
    model.require("training", Part.GENERATOR, Part.DISCRIMINATOR);
    assertThatThrownBy(
            () -> model.require("anonymizing", Part.GENERATOR, Part.IDENTITY, Part.GEOMETRY))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("anonymizing needs: identity, geometry");
    assertThatThrownBy(() -> model.weights(Part.IDENTITY)).hasMessageContaining("identity");
    assertThatThrownBy(model::morphable).hasMessageContaining("morphable");
    assertThatThrownBy(() -> ModelPackage.load(folder("nowhere")))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("is not a model package");
  }

  @Test
  void noticesAFileThatIsGoneOrChanged() throws IOException {
    fresh("a", 7);
    fresh("other", 8);
    ModelPackage model = ModelPackage.load(folder("a"));
    Path file = temp.resolve("a/generator.safetensors");
    Files.copy(
        temp.resolve("other/generator.safetensors"),
        file,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> model.weights(Part.GENERATOR))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("generator.safetensors")
        .hasMessageContaining("SHA-256");
    Files.delete(file);
    assertThatThrownBy(() -> ModelPackage.load(folder("a")))
        .hasMessageContaining("generator.safetensors is missing");
  }

  @Test
  void noticesWeightsOfAnotherArchitecture() throws IOException {
    fresh("a", 7);
    edit("a", "length=12", "length=10");
    ModelPackage model = ModelPackage.load(folder("a"));
    assertThatThrownBy(() -> model.weights(Part.STYLE_MAPPER))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("misshapen: style_low.0.weight is [12, 20] instead of [10, 20]");
  }

  @Test
  void writesOnlyFiniteWeightsThatFit() throws IOException {
    Architecture architecture = Architectures.compact();
    PackageWriter writer = new PackageWriter(folder("a"), architecture);
    Provenance none = new Provenance(List.of(), "", "", "", "");
    NamedTensors good = InitialWeights.of(architecture, Part.STYLE_MAPPER, 1);
    Map<String, Tensor> broken = new HashMap<>(good.asMap());
    broken.put("style_low.0.bias", Tensor.filled(Float.NaN, 12));
    assertThatThrownBy(() -> writer.put(Part.STYLE_MAPPER, NamedTensors.of(broken), none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("style_low.0.bias")
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> writer.put(Part.GENERATOR, good, none))
        .hasMessageContaining("do not fit the generator")
        .hasMessageContaining("extra: style_low.0.weight");
    assertThat(writer.put(Part.STYLE_MAPPER, good, none).finish().parts())
        .containsExactly(Part.STYLE_MAPPER);
  }

  @Test
  void morphableModelsArePartOfAPackage() throws IOException {
    Map<String, Tensor> arrays = new HashMap<>();
    arrays.put("meanshape", Tensor.of(new float[] {0, 0, 0, 1, 0, 0, 0, 1, 0}, 1, 9));
    arrays.put("idBase", Tensor.filled(0.1f, 9, 5));
    arrays.put("exBase", Tensor.filled(0.2f, 9, 4));
    arrays.put("tri", Tensor.of(new float[] {1, 2, 3}, 1, 3));
    arrays.put("point_buf", Tensor.of(new float[] {1, 2, 1, 2, 1, 2}, 3, 2));
    arrays.put("keypoints", Tensor.of(new float[] {3}, 1, 1));
    Provenance none = new Provenance(List.of(), "", "", "", "");
    PackageWriter writer = new PackageWriter(folder("a"), Architectures.compact());
    ModelPackage model = writer.put(Part.MORPHABLE, NamedTensors.of(arrays), none).finish();
    assertThat(model.morphable().vertices()).isEqualTo(3);
    arrays.remove("tri");
    assertThatThrownBy(() -> writer.put(Part.MORPHABLE, NamedTensors.of(arrays), none))
        .hasMessageContaining("lacks the array tri");
  }

  @Test
  void otherChannelTablesAndSizesSurviveTheFile() throws IOException {
    Generator large = new Generator(1024, Channels.standard(), 64);
    Architecture architecture =
        Architecture.of(
            large, Architecture.Identity.standard(), Architecture.Geometry.standard(1024), 16);
    ModelPackage model = new PackageWriter(folder("a"), architecture).finish();
    assertThat(model.architecture()).isEqualTo(architecture);
    assertThat(model.parts()).isEmpty();
  }

  private void edit(String name, String from, String to) throws IOException {
    Path conf = temp.resolve(name).resolve("model.conf");
    String text = Files.readString(conf);
    assertThat(text).contains(from);
    Files.writeString(conf, text.replace(from, to));
  }
}
