package org.g2face.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.g2face.ops.CostOps;
import org.g2face.ops.CostOps.Cost;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/** A compact or a large model is a configuration of the same code. */
class AnySizeTest {
  private static final Channels COMPACT =
      new Channels(Map.of(4, 128, 8, 128, 16, 96, 32, 64, 64, 48, 128, 32));

  @Provide
  Arbitrary<Generator> generators() {
    Arbitrary<Integer> sizes = Arbitraries.of(64, 128, 256, 512, 1024);
    Arbitrary<List<Integer>> widths = Arbitraries.integers().between(1, 600).list().ofSize(9);
    Arbitrary<Integer> styles = Arbitraries.integers().between(1, 600);
    return Combinators.combine(sizes, widths, styles)
        .as((size, width, style) -> new Generator(size, channels(width), style));
  }

  private static Channels channels(List<Integer> widths) {
    Map<Integer, Integer> table = new HashMap<>();
    for (int i = 0; i < widths.size(); i++) {
      table.put(4 << i, widths.get(i));
    }
    return new Channels(table);
  }

  /** Also while a graph is being written and the batch is not known yet (-1). */
  @Property(tries = 50)
  void imagesBitsAndStylesOfEverySizeFitTogether(
      @ForAll("generators") Generator generator, @ForAll @IntRange(min = -1, max = 8) int n) {
    long batch = n == 0 ? 1 : n;
    int size = generator.size();
    StyleMapper mapper = StyleMapper.to(generator, 70, 30);
    PayloadExtractor extractor = new PayloadExtractor(size, 16);
    long[] image = {batch, 3, size, size};

    long[] made =
        shape(
            (ops, w) -> {
              long[] styles =
                  mapper.forward(
                      ops, w.at("mapper"), new long[] {batch, 70}, new long[] {batch, 30});
              long[] bits = extractor.forward(ops, w.at("e"), image, Phase.inference());
              List<long[]> noise =
                  generator.noiseSides().stream()
                      .map(side -> new long[] {batch, 1, side, side})
                      .toList();
              return generator.forward(ops, w.at("generator"), image, styles, bits, noise);
            });
    assertThat(made).containsExactly(batch, 3, size, size);
    assertThat(mapper.styles()).isEqualTo(generator.styles());
    assertThat(extractor.bits()).isEqualTo(generator.bits());
  }

  @Property(tries = 20)
  void discriminatorJudgesImagesOfEverySize(
      @ForAll("generators") Generator of, @ForAll @IntRange(min = 1, max = 4) int quarter) {
    Discriminator net = new Discriminator(of.size(), of.channels());
    long batch = 4L * quarter;
    long[] image = {batch, 3, of.size(), of.size()};
    assertThat(shape((ops, w) -> net.forward(ops, w, image))).containsExactly(batch, 1);
  }

  @Property(tries = 30)
  void identityAndGeometryOfEverySize(
      @ForAll @IntRange(min = 1, max = 3) int blocks,
      @ForAll @IntRange(min = 1, max = 64) int width,
      @ForAll @IntRange(min = 1, max = 512) int embedding,
      @ForAll @IntRange(min = 32, max = 160) int side) {
    List<Integer> layers = List.of(blocks, 1, blocks, 2);
    long[] image = {-1, 3, side, side};
    IResNet identity = new IResNet(layers, width, embedding, side);
    assertThat(shape((ops, w) -> identity.forward(ops, w, image))).containsExactly(-1, embedding);

    Coefficients coefficients = new Coefficients(embedding, blocks, blocks - 1);
    GeometryNet geometry = new GeometryNet(layers, width, coefficients);
    assertThat(shape((ops, w) -> geometry.forward(ops, w, image)))
        .containsExactly(-1, coefficients.total());
  }

  @Property(tries = 20)
  void perceptualDistanceOfEverySize(
      @ForAll Lpips.Backbone backbone, @ForAll @IntRange(min = 32, max = 200) int side) {
    long[] image = {-1, 3, side, side + 7};
    Lpips lpips = new Lpips(backbone);
    assertThat(shape((ops, w) -> lpips.forward(ops, w, image, image))).containsExactly(-1);
  }

  @Example
  void compactModelFor128() {
    Generator generator = new Generator(128, COMPACT, 128);
    Cost cost = Costs.of(generator);
    assertThat(generator.styles()).isEqualTo(12);
    assertThat(generator.bits()).isEqualTo(4_096);
    assertThat(Costs.parameters(cost, "pyramid")).isEqualTo(1_561_956);
    assertThat(Costs.parameters(cost, "fusion_mask")).isEqualTo(131_312);
    assertThat(Costs.parameters(cost, "hiding_injects")).isEqualTo(22_080);
    assertThat(cost.parameters()).isEqualTo(2_707_089);

    StyleMapper mapper = StyleMapper.to(generator, 128, 42);
    assertThat(mapper).isEqualTo(new StyleMapper(128, 42, 128, 5, 5, 2));
    assertThat(Costs.of(mapper).parameters()).isEqualTo(214_272);
    assertThat(Costs.of(new PayloadExtractor(128, 64)).parameters()).isEqualTo(41_633);
    assertThat(Costs.of(new Discriminator(128, COMPACT)).parameters()).isEqualTo(1_103_553);
  }

  @Example
  void workGrowsWithTheBatch() {
    Discriminator net = new Discriminator(64, COMPACT);
    long one = Costs.of(net).operations();
    Cost eight = CostOps.of((ops, w) -> net.forward(ops, w, new long[] {8, 3, 64, 64}));
    assertThat(eight.operations()).isEqualTo(8 * one);
  }

  private static long[] shape(BiFunction<Ops<long[]>, Weights<long[]>, long[]> network) {
    AtomicReference<long[]> out = new AtomicReference<>();
    CostOps.of((ops, w) -> out.set(network.apply(ops, w)));
    return out.get();
  }
}
