package org.g2face.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.g2face.ops.CostOps.Cost;
import org.junit.jupiter.api.Test;

/** At the paper's sizes, every network has the authors' number of parameters and operations. */
class PublishedSizesTest {
  private static final Generator GENERATOR = new Generator(256, Channels.standard(), 512);

  @Test
  void generator() {
    Cost cost = Costs.of(GENERATOR);
    assertThat(cost.parameters()).isEqualTo(81_185_014);
    assertThat(Costs.parameters(cost, "input", "conv1", "to_rgb1")).isEqualTo(2_894_852);
    assertThat(Costs.parameters(cost, "pyramid")).isEqualTo(48_987_092);
    assertThat(Costs.parameters(cost, "fusion_mask")).isEqualTo(3_902_336);
    assertThat(Costs.parameters(cost, "hiding_injects")).isEqualTo(362_496);
    assertThat(Costs.parameters(cost, "convs")).isEqualTo(23_783_308);
    assertThat(Costs.parameters(cost, "to_rgbs")).isEqualTo(1_254_930);
    assertThat(cost.operations()).isEqualTo(266_983_815_168L);
  }

  @Test
  void generatorTakesFourteenStylesAndABitForEveryFourPixels() {
    assertThat(GENERATOR.styles()).isEqualTo(14);
    assertThat(GENERATOR.bits()).isEqualTo(16_384);
    assertThat(GENERATOR.noiseSides())
        .containsExactly(4, 8, 8, 16, 16, 32, 32, 64, 64, 128, 128, 256, 256);
  }

  @Test
  void styleMapper() {
    int geometry = Coefficients.standard().prior().size();
    StyleMapper mapper = StyleMapper.to(GENERATOR, 512, geometry);
    assertThat(mapper).isEqualTo(new StyleMapper(512, 147, 512, 6, 6, 2));
    assertThat(Costs.of(mapper).parameters()).isEqualTo(3_377_664);
  }

  @Test
  void dummyIdentity() {
    assertThat(Costs.of(new DummyIdentity(512)).parameters()).isEqualTo(526_336);
  }

  @Test
  void passwordExtractor() {
    Cost cost = Costs.of(new PayloadExtractor(256, 128));
    assertThat(cost.parameters()).isEqualTo(163_137);
    assertThat(cost.operations()).isEqualTo(21_026_045_952L);
  }

  @Test
  void discriminator() {
    Cost cost = Costs.of(new Discriminator(256, Channels.standard()));
    assertThat(cost.parameters()).isEqualTo(28_864_129);
  }

  @Test
  void identityNetworks() {
    assertThat(arcFace(18)).isEqualTo(24_025_600);
    assertThat(arcFace(34)).isEqualTo(34_139_328);
    assertThat(arcFace(50)).isEqualTo(43_590_848);
    assertThat(arcFace(100)).isEqualTo(65_156_160);
  }

  /** With the fixed scale of the last norm, which PyTorch's model holds among its parameters. */
  private static long arcFace(int depth) {
    return Costs.of(new IResNet(IResNet.layers(depth), 64, 512, 112)).parameters() + 512;
  }

  @Test
  void geometryNetwork() {
    assertThat(Costs.of(GeometryNet.standard(), 256).parameters()).isEqualTo(24_034_625);
  }

  @Test
  void perceptualDistances() {
    long vgg = Costs.of(new Lpips(Lpips.Backbone.VGG16), 64).parameters();
    assertThat(vgg).isEqualTo(14_714_688 + 64 + 128 + 256 + 512 + 512);
    long squeeze = Costs.of(new Lpips(Lpips.Backbone.SQUEEZENET), 64).parameters();
    assertThat(squeeze).isEqualTo(722_496 + 64 + 128 + 256 + 384 + 384 + 512 + 512);
  }
}
