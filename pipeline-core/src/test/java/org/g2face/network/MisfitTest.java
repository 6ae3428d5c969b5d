package org.g2face.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.g2face.ops.CostOps;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit is refused in words that say what would. */
class MisfitTest {
  private static final Generator GENERATOR = new Generator(64, Channels.standard(), 32);
  private static final long[] IMAGE = {2, 3, 64, 64};
  private static final long[] STYLES = {2, 10, 32};
  private static final long[] BITS = {2, 1024};

  @ParameterizedTest
  @ValueSource(ints = {-64, 0, 1, 8, 63, 96, 2048})
  void imageSide(int size) {
    refuses(() -> new Generator(size, Channels.standard(), 512), "power of two", "not " + size);
    refuses(() -> new Discriminator(size, Channels.standard()), "power of two", "not " + size);
    refuses(() -> new PayloadExtractor(size, 128), "power of two", "not " + size);
  }

  @Test
  void channelTable() {
    Channels noMiddle = new Channels(Map.of(4, 8, 8, 8, 16, 8, 64, 8));
    refuses(() -> new Generator(64, noMiddle, 8), "no entry for resolution 32", "{4=8, 8=8, 16=8");
    refuses(() -> new Discriminator(64, noMiddle), "no entry for resolution 32");
    refuses(() -> new Channels(Map.of(4, 0)), "positive", "4: 0");
    refuses(() -> new Channels(Map.of(5, 4)), "powers of two", "5: 4");
  }

  @Test
  void architecture() {
    refuses(() -> new StyleMapper(512, 147, 512, 6, 0, 2), "middle styles", "not 0");
    refuses(() -> new PayloadExtractor(64, 5), "even", "not 5");
    refuses(() -> new IResNet(List.of(2, 2, 2), 64, 512, 112), "four stages", "[2, 2, 2]");
    refuses(() -> new GeometryNet(List.of(1, 0, 1, 1), 8, Coefficients.standard()), "four stages");
    refuses(() -> IResNet.layers(51), "18, 34, 50 and 100", "not 51");
    refuses(() -> new PayloadInjection(32, 1000, 4), "1000 bits", "32x32");
  }

  @Test
  void generatorInputs() {
    refuses(generate(new long[] {2, 3, 128, 128}, STYLES, BITS, null), "image", "3, 64, 64]");
    refuses(generate(IMAGE, new long[] {2, 14, 32}, BITS, null), "styles", "10, 32]");
    refuses(generate(IMAGE, STYLES, new long[] {2, 4096}, null), "bits", "[batch, 1024]");
    refuses(generate(IMAGE, STYLES, BITS, List.of()), "0 noise maps where 9 fit", "4, 8, 8");
    long[] same = {2, 1, 4, 4};
    List<long[]> flat = List.of(same, same, same, same, same, same, same, same, same);
    refuses(generate(IMAGE, STYLES, BITS, flat), "noise", "[2, 1, 4, 4]", "1, 8, 8]");
  }

  private static BiConsumer<Ops<long[]>, Weights<long[]>> generate(
      long[] image, long[] styles, long[] bits, List<long[]> noise) {
    return (ops, w) -> GENERATOR.forward(ops, w, image, styles, bits, noise);
  }

  @Test
  void otherInputs() {
    StyleMapper mapper = new StyleMapper(16, 8, 32, 4, 4, 2);
    long[] sixteen = {2, 16};
    refuses((ops, w) -> mapper.forward(ops, w, sixteen, sixteen), "geometry", "[batch, 8]");
    DummyIdentity dummy = new DummyIdentity(8);
    refuses((ops, w) -> dummy.forward(ops, w, sixteen, Phase.inference()), "[batch, 8]");
    PayloadExtractor extractor = new PayloadExtractor(128, 8);
    refuses((ops, w) -> extractor.forward(ops, w, IMAGE, Phase.inference()), "3, 128, 128]");
    IResNet identity = new IResNet(IResNet.layers(18), 8, 16, 112);
    refuses((ops, w) -> identity.forward(ops, w, IMAGE), "3, 112, 112]");
  }

  @Test
  void discriminatorBatch() {
    Discriminator net = new Discriminator(64, Channels.standard());
    refuses((ops, w) -> net.forward(ops, w, new long[] {6, 3, 64, 64}), "groups of 4", "it is 6");
    refuses((ops, w) -> net.forward(ops, w, new long[] {-1, 3, 64, 64}), "must be known");
  }

  private static void refuses(BiConsumer<Ops<long[]>, Weights<long[]>> network, String... words) {
    refuses(() -> CostOps.of(network), words);
  }

  private static void refuses(Runnable making, String... words) {
    assertThatIllegalArgumentException()
        .isThrownBy(making::run)
        .satisfies(error -> assertThat(error.getMessage()).contains(words));
  }
}
