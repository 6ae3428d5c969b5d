package org.g2face.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.g2face.model.Architectures;
import org.g2face.network.Alignment;
import org.g2face.network.Channels;
import org.g2face.network.Coefficients;
import org.g2face.network.Discriminator;
import org.g2face.network.FaceGenerator;
import org.g2face.network.Generator;
import org.g2face.network.GeometryNet;
import org.g2face.network.IResNet;
import org.g2face.network.InpaintingGenerator;
import org.g2face.network.Lpips;
import org.g2face.network.MobileFaceNet;
import org.g2face.network.PayloadExtractor;
import org.g2face.network.Phase;
import org.g2face.ops.CostOps;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.WeightSpec;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;
import org.g2face.train.Computation.Body;
import org.g2face.train.GradientEngine.Gradients;
import org.g2face.train.engine.WeightSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole networks in small sizes with random weights: the engines agree with each other. */
class NetworksAgreeTest {
  private static final Channels CHANNELS = new Channels(Map.of(4, 8, 8, 8, 16, 6, 32, 4));
  private static final Random RANDOM = new Random(11);
  private static final InpaintingGenerator INPAINTING =
      (InpaintingGenerator) Architectures.inpainting().generator();

  static Stream<Arguments> networks() {
    return Stream.of(
        network("generator", NetworksAgreeTest::generator, generatorInputs()),
        network(
            "discriminator of two groups",
            (ops, w, in) ->
                List.of(new Discriminator(32, CHANNELS).forward(ops, w, in.get("image"))),
            images(8, 32)),
        network("password extractor in training", NetworksAgreeTest::training, images(3, 16)),
        network(
            "aligned identity network",
            (ops, w, in) ->
                List.of(
                    new IResNet(List.of(1, 2, 1, 1), 4, 8, 24)
                        .forward(
                            ops, w, new Alignment.Nearest(24, 24).forward(ops, in.get("image")))),
            images(2, 32)),
        network(
            "geometry network",
            (ops, w, in) ->
                List.of(
                    new GeometryNet(List.of(1, 2, 1, 1), 4, new Coefficients(3, 2, 2))
                        .forward(ops, w, in.get("image"))),
            images(2, 64)),
        network(
            "generator that conceals the face", NetworksAgreeTest::inpainting, inpaintingInputs()),
        network(
            "face code",
            (ops, w, in) -> List.of(INPAINTING.code().encode(ops, w, in.get("image"))),
            images(2, 64)),
        network(
            "MobileFaceNet",
            (ops, w, in) ->
                List.of(new MobileFaceNet().forward(ops, w, in.get("image"), Phase.inference())),
            images(1, 112)),
        network(
            "discriminator with regions",
            (ops, w, in) ->
                List.of(
                    Architectures.inpainting().discriminator().forward(ops, w, in.get("image"))),
            images(4, 64)),
        network(
            "unshuffled password extractor",
            (ops, w, in) ->
                List.of(
                    new PayloadExtractor(32, 8, true)
                        .forward(ops, w, in.get("image"), Phase.inference())),
            images(2, 32)),
        network("perceptual distance by VGG16", lpips(Lpips.Backbone.VGG16), twoImages(32)),
        network(
            "perceptual distance by SqueezeNet", lpips(Lpips.Backbone.SQUEEZENET), twoImages(64)));
  }

  private static Arguments network(String name, Body body, Map<String, Tensor> inputs) {
    return Arguments.of(name, new Computation(inputs, weights(body, inputs), body));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void enginesAgree(String name, Computation computation) {
    TorchEngine torch = new TorchEngine();
    Nd4jEngine nd4j = new Nd4jEngine();
    List<Tensor> expected = torch.outputs(computation);
    for (Engine engine : List.of(nd4j, new OnnxEngine(false))) {
      List<Tensor> outputs = engine.outputs(computation);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(Difference.relative(outputs.get(i), expected.get(i)))
            .as("output %d of %s", i, engine.name())
            .isLessThan(1e-4);
      }
    }
    List<Tensor> cotangents =
        expected.stream().map(out -> Extents.normal(RANDOM, out.shape())).toList();
    Gradients wanted = torch.gradients(computation, cotangents);
    Gradients found = nd4j.gradients(computation, cotangents);
    double largest =
        Stream.of(wanted.inputs(), wanted.weights())
            .flatMap(gradients -> gradients.values().stream())
            .mapToDouble(Difference::magnitude)
            .max()
            .orElseThrow();
    compare(found.inputs(), wanted.inputs(), 1e-3 * largest);
    compare(found.weights(), wanted.weights(), 1e-3 * largest);
  }

  private static void compare(Map<String, Tensor> found, Map<String, Tensor> wanted, double least) {
    wanted.forEach(
        (name, gradient) ->
            assertThat(Difference.relative(found.get(name), gradient, least))
                .as("gradient of %s", name)
                .isLessThan(1e-3));
  }

  /** Random also where training starts at 0 or 1, which would hide half of the network. */
  private static Map<String, Tensor> weights(Body body, Map<String, Tensor> inputs) {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    CostOps.Cost cost =
        CostOps.of(
            (ops, w) -> {
              Map<String, long[]> in = new LinkedHashMap<>();
              inputs.forEach((name, value) -> in.put(name, value.shape()));
              new Computation(inputs, Map.of(), body).on(ops, w, in);
            });
    for (WeightSpec spec : cost.weights()) {
      boolean constant = spec.init() instanceof Init.Constant;
      weights.put(
          spec.name(),
          constant ? Extents.positive(RANDOM, spec.shape()) : WeightSource.drawn(5).weight(spec));
    }
    return weights;
  }

  private static Map<String, Tensor> images(int batch, int side) {
    return Map.of("image", Extents.normal(RANDOM, batch, 3, side, side));
  }

  private static Map<String, Tensor> twoImages(int side) {
    return Map.of(
        "a", Extents.normal(RANDOM, 1, 3, side, side),
        "b", Extents.normal(RANDOM, 1, 3, side, side));
  }

  private static Map<String, Tensor> generatorInputs() {
    Generator generator = new Generator(32, CHANNELS, 10);
    Map<String, Tensor> inputs = new LinkedHashMap<>(images(2, 32));
    inputs.put("styles", Extents.normal(RANDOM, 2, generator.styles(), 10));
    inputs.put("bits", Extents.positive(RANDOM, 2, generator.bits()));
    for (int side : generator.noiseSides()) {
      inputs.put("noise " + inputs.size(), Extents.normal(RANDOM, 2, 1, side, side));
    }
    return inputs;
  }

  private static List<Object> generator(
      Ops<Object> ops, Weights<Object> w, Map<String, Object> in) {
    List<Object> values = List.copyOf(in.values());
    return List.of(
        new Generator(32, CHANNELS, 10)
            .forward(
                ops,
                w,
                in.get("image"),
                in.get("styles"),
                in.get("bits"),
                values.subList(3, values.size())));
  }

  private static Map<String, Tensor> inpaintingInputs() {
    Map<String, Tensor> inputs = new LinkedHashMap<>(images(2, 64));
    inputs.put("styles", Extents.normal(RANDOM, 2, INPAINTING.styles(), INPAINTING.styleDim()));
    inputs.put("geometry", Extents.normal(RANDOM, 2, INPAINTING.landmarks().prior()));
    inputs.put("bits", Extents.positive(RANDOM, 2, INPAINTING.bits()));
    inputs.put("code", Extents.normal(RANDOM, 2, INPAINTING.code().bits()));
    return inputs;
  }

  /** Once with bits and a code, once with neither. */
  private static List<Object> inpainting(
      Ops<Object> ops, Weights<Object> w, Map<String, Object> in) {
    Object image = in.get("image");
    Object styles = in.get("styles");
    Object geometry = in.get("geometry");
    Object told =
        INPAINTING.forward(
            ops,
            w,
            new FaceGenerator.Input<>(
                image, styles, geometry, in.get("bits"), in.get("code"), null));
    Object bare =
        INPAINTING.forward(
            ops, w, new FaceGenerator.Input<>(image, styles, geometry, null, null, null));
    return List.of(told, bare);
  }

  private static List<Object> training(Ops<Object> ops, Weights<Object> w, Map<String, Object> in) {
    List<Object> outputs = new ArrayList<>();
    Phase<Object> phase = Phase.training((name, value) -> outputs.add(value));
    outputs.add(new PayloadExtractor(16, 8).forward(ops, w, in.get("image"), phase));
    return outputs;
  }

  private static Body lpips(Lpips.Backbone backbone) {
    return (ops, w, in) -> List.of(new Lpips(backbone).forward(ops, w, in.get("a"), in.get("b")));
  }
}
