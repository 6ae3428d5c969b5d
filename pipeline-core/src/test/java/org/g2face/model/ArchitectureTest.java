package org.g2face.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.g2face.network.Alignment;
import org.g2face.network.IResNet;
import org.g2face.network.PayloadExtractor;
import org.g2face.network.StyleMapper;
import org.g2face.ops.CostOps;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void partsMustFitEachOther() {
    Architecture fine = Architectures.compact();
    assertThatThrownBy(() -> with(fine, fine.mapper(), new PayloadExtractor(64, 8)))
        .hasMessageContaining("extractor's image side is 64, but the generator's 32");
    StyleMapper mapper = fine.mapper();
    StyleMapper longer =
        new StyleMapper(mapper.identity(), mapper.geometry(), mapper.styleDim(), 3, 3, 3);
    assertThatThrownBy(() -> with(fine, longer, fine.extractor()))
        .hasMessageContaining("mapper's styles is 9, but the generator's 8");
    StyleMapper other = new StyleMapper(99, mapper.geometry(), mapper.styleDim(), 3, 3, 2);
    assertThatThrownBy(() -> with(fine, other, fine.extractor()))
        .hasMessageContaining("identity length is 99");
    assertThatThrownBy(
            () ->
                new Architecture.Identity(
                    new IResNet(List.of(1, 1, 1, 1), 4, 8, 16),
                    new Alignment.Nearest(16, 12),
                    Normalisation.symmetric()))
        .hasMessageContaining("side 16")
        .hasMessageContaining("16 x 12");
  }

  private static Architecture with(
      Architecture base, StyleMapper mapper, PayloadExtractor extractor) {
    return new Architecture(
        base.generator(),
        mapper,
        base.identity(),
        base.geometry(),
        extractor,
        base.discriminator().whole(),
        base.perceptual());
  }

  @Test
  void normalisationKeepsShapesAndRefusesNonsense() {
    CostOps ops = new CostOps();
    long[] image = {2, 3, 8, 8};
    assertThat(Normalisation.unit().forward(ops, image)).containsExactly(2, 3, 8, 8);
    assertThat(Normalisation.symmetric().forward(ops, image)).isSameAs(image);
    assertThatThrownBy(() -> new Normalisation(List.of(0.5, 0.5, 0.5), List.of(1.0, 0.0, 1.0)))
        .hasMessageContaining("positive deviation");
    assertThatThrownBy(() -> new Normalisation(List.of(0.5), List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The published sizes, and that every row of the table adds up to the whole. */
  @Test
  void describesThePublishedModel() {
    ModelDescription description = ModelDescription.of(Architecture.standard());
    ModelDescription.Network generator = network(description, Part.GENERATOR);
    assertThat(generator.parameters()).isEqualTo(81_185_014);
    assertThat(network(description, Part.STYLE_MAPPER).parameters()).isEqualTo(3_377_664);
    assertThat(network(description, Part.DUMMY_IDENTITY).parameters()).isEqualTo(526_336);
    assertThat(network(description, Part.PASSWORD_EXTRACTOR).parameters()).isEqualTo(163_137);
    assertThat(network(description, Part.DISCRIMINATOR).parameters()).isEqualTo(28_864_129);
    for (ModelDescription.Network network : description.networks()) {
      assertThat(network.stages().stream().mapToLong(ModelDescription.Stage::parameters).sum())
          .as(network.part().key())
          .isEqualTo(network.parameters());
      assertThat(network.stages().stream().mapToLong(ModelDescription.Stage::operations).sum())
          .as(network.part().key())
          .isEqualTo(network.operations());
    }
    assertThat(generator.stages().stream().map(ModelDescription.Stage::side))
        .containsExactly(1L, 4L, 8L, 16L, 32L, 64L, 128L, 256L);
  }

  /** At 128: two styled convolutions, RGB, mask, two injections, and the encoder's second block. */
  @Test
  void attributesParametersToTheirResolution() {
    ModelDescription description = ModelDescription.of(Architecture.standard());
    ModelDescription.Stage at128 =
        network(description, Part.GENERATOR).stages().stream()
            .filter(stage -> stage.side() == 128)
            .findFirst()
            .orElseThrow();
    long up = 256L * 512 * 9 + 512L * 513 + 1 + 256;
    long same = 256L * 256 * 9 + 256L * 513 + 1 + 256;
    long rgb = 3L * 256 + 256L * 513 + 3;
    long mask = 256L * 768 + 256;
    long injections = 2 * (256L + 256 + 256 + 256);
    long encoder = 128L * 128 * 9 + 128 + 2 * (256L * 128 * 16 + 256);
    assertThat(at128.parameters()).isEqualTo(up + same + rgb + mask + injections + encoder);
  }

  private static ModelDescription.Network network(ModelDescription description, Part part) {
    return description.networks().stream()
        .filter(network -> network.part() == part)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void freshWeightsFollowTheirDistributions() {
    Architecture architecture = Architecture.standard();
    var dummy = InitialWeights.of(architecture, Part.DUMMY_IDENTITY, 5);
    Tensor uniform = dummy.get("map_2_id.0.weight");
    assertThat(deviation(uniform)).isBetween(0.98 / Math.sqrt(3 * 512), 1.02 / Math.sqrt(3 * 512));
    var mapper = InitialWeights.of(architecture, Part.STYLE_MAPPER, 5);
    Tensor normal = mapper.get("style_low.1.weight");
    assertThat(deviation(normal)).isBetween(99.0, 101.0);
    assertThat(dummy.get("map_2_id.4.running_var")).isEqualTo(Tensor.filled(1, 512));
    assertThat(mapper.get("style_low.1.bias")).isEqualTo(Tensor.filled(0, 512));
    assertThat(mapper.get("style_low.2.weight")).isNotEqualTo(normal);
  }

  private static double deviation(Tensor tensor) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < tensor.count(); i++) {
      sum += tensor.at(i);
      squares += (double) tensor.at(i) * tensor.at(i);
    }
    double mean = sum / tensor.count();
    return Math.sqrt(squares / tensor.count() - mean * mean);
  }
}
