package org.g2face.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.g2face.network.Lpips.Backbone.SQUEEZENET;
import static org.g2face.network.Lpips.Backbone.VGG16;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.g2face.ops.CostOps;
import org.g2face.ops.CostOps.Cost;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every network asks for exactly the weights that the authors' own module has, by name and shape,
 * less what is no weight: blur kernels and batch counters.
 */
class CheckpointNamesTest {
  private static final Channels NARROW =
      new Channels(Map.of(4, 16, 8, 16, 16, 12, 32, 12, 64, 10, 128, 8, 256, 6));
  private static final long[] STYLE = {3, 8};

  @ParameterizedTest
  @MethodSource
  void asInTheAuthorsModules(String list, Cost cost) throws IOException {
    assertThat(cost.weights().stream().map(Object::toString))
        .containsExactlyInAnyOrderElementsOf(read(list));
  }

  static Stream<Arguments> asInTheAuthorsModules() {
    return Stream.of(
        network("generator_256_narrow", Costs.of(new Generator(256, NARROW, 24))),
        network("discriminator_64", Costs.of(new Discriminator(64, NARROW))),
        network("style_mlp", Costs.of(new StyleMapper(512, 147, 24, 6, 6, 2))),
        network("map2id_eval", Costs.of(new DummyIdentity(512))),
        network("password_extractor_eval", Costs.of(new PayloadExtractor(256, 128))),
        network("ms1mv3_arcface_r50", Costs.of(new IResNet(IResNet.layers(50), 64, 512, 112))),
        network("deep3dfacerecon_resnet50", Costs.of(GeometryNet.standard(), 224)),
        network("squeezenet_lpips", Costs.of(new Lpips(SQUEEZENET), 64)),
        block("modconv3x3", modulated(new ModulatedConv(6, 5, 3, 8, true, false))),
        block("modconv3x3_up", modulated(new ModulatedConv(6, 5, 3, 8, true, true))),
        block("modconv1x1_rgb", modulated(new ModulatedConv(6, 3, 1, 8, false, false))),
        block(
            "styled_conv_up",
            (ops, w) -> new StyledConv(6, 5, 8, true).forward(ops, w, map(6, 8), STYLE, null)),
        block(
            "to_rgb_skip",
            (ops, w) -> new ToRgb(6, 8).forward(ops, w, map(6, 16), STYLE, map(3, 8))),
        block(
            "pyramid_down", (ops, w) -> new PyramidBlock(6, 10, true).forward(ops, w, map(6, 16))),
        block(
            "pyramid_same", (ops, w) -> new PyramidBlock(3, 8, false).forward(ops, w, map(3, 16))),
        block("fusion_mask", (ops, w) -> new FusionMask(15, 5).forward(ops, w, map(15, 8))),
        block(
            "hiding_injection",
            (ops, w) ->
                new PayloadInjection(32, 16_384, 7).forward(ops, w, new long[] {3, 16_384})),
        block(
            "iresnet_block_down",
            (ops, w) ->
                new IResNet.Block(6, 8, true).forward(ops, w, map(6, 10), Phase.inference())));
  }

  private static Arguments network(String list, Cost cost) {
    return arguments(list, named(cost.parameters() + " parameters", cost));
  }

  private static Arguments block(String list, BiConsumer<Ops<long[]>, Weights<long[]>> block) {
    return network(list, CostOps.of(block));
  }

  private static BiConsumer<Ops<long[]>, Weights<long[]>> modulated(ModulatedConv conv) {
    return (ops, w) -> conv.forward(ops, w, map(6, 8), STYLE);
  }

  private static long[] map(int channels, int side) {
    return new long[] {3, channels, side, side};
  }

  /** torchvision's numbers of VGG-16's convolutions, and LPIPS's own five. */
  @Test
  void vgg16() {
    Stream<String> convolutions =
        Stream.of(0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28)
            .flatMap(i -> Stream.of("features." + i + ".weight", "features." + i + ".bias"));
    Stream<String> linear =
        Stream.of(0, 1, 2, 3, 4).map(slice -> "lin" + slice + ".model.1.weight");
    assertThat(Costs.of(new Lpips(VGG16), 64).weights().stream().map(spec -> spec.name()))
        .containsExactlyInAnyOrderElementsOf(Stream.concat(convolutions, linear).toList());
  }

  @Test
  void onlyRunningStatisticsAndArcFacesFixedScaleAreNotTrained() {
    Cost cost = Costs.of(new IResNet(IResNet.layers(18), 8, 16, 112));
    assertThat(
            cost.weights().stream()
                .filter(spec -> !spec.trained())
                .map(spec -> spec.name())
                .filter(name -> !name.contains(".running_")))
        .containsExactly("features.weight");
    assertThat(
            cost.weights().stream()
                .filter(spec -> spec.name().contains(".running_"))
                .noneMatch(spec -> spec.trained()))
        .isTrue();
  }

  private static List<String> read(String list) throws IOException {
    String name = "/checkpoints/" + list + ".txt";
    try (InputStream in = CheckpointNamesTest.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(line -> line.replaceFirst(" ", "")).toList();
    }
  }
}
