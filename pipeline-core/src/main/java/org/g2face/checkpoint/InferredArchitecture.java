package org.g2face.checkpoint;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.g2face.model.Architecture;
import org.g2face.model.Part;
import org.g2face.network.Channels;
import org.g2face.network.Coefficients;
import org.g2face.network.Discriminator;
import org.g2face.network.Generator;
import org.g2face.network.GeometryNet;
import org.g2face.network.IResNet;
import org.g2face.network.Lpips;
import org.g2face.network.StyleMapper;

/**
 * An architecture inferred from the shapes of weights. What no file tells is as published.
 *
 * <p>Shapes are looked at only as far as needed; whether all weights then fit is checked
 * afterwards.
 */
record InferredArchitecture(Map<Part, StateDict> parts) {
  private static final int MAX_LAYERS = 1000;

  /** From 4 to 1024. */
  private static final int MAX_DOUBLINGS = 8;

  /**
   * Infers.
   *
   * @throws CheckpointException if a weight that would tell is missing, or the parts contradict
   *     each other
   */
  static Architecture of(Map<Part, StateDict> parts) throws CheckpointException {
    try {
      return new InferredArchitecture(parts).architecture();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CheckpointException(
          "the networks in these files do not make a model: " + e.getMessage(), e);
    }
  }

  private Architecture architecture() {
    Generator generator = generator();
    Architecture.Identity identity = identity();
    Architecture.Geometry geometry = geometry(generator.size());
    Architecture published = Architecture.of(generator, identity, geometry, extractorWidth());
    return new Architecture(
        generator,
        mapper(generator, identity, geometry),
        identity,
        geometry,
        published.extractor(),
        parts.containsKey(Part.DISCRIMINATOR) ? discriminator() : published.discriminator().whole(),
        parts.containsKey(Part.PERCEPTUAL) ? perceptual() : published.perceptual());
  }

  private Generator generator() {
    Map<Integer, Integer> channels = new TreeMap<>();
    channels.put(4, extent(Part.GENERATOR, "input.input", 1));
    int doublings = requireSane(count(Part.GENERATOR, "convs.") / 2);
    for (int k = 0; k < doublings; k++) {
      channels.put(8 << k, extent(Part.GENERATOR, "convs." + 2 * k + ".conv.weight", 1));
    }
    int styleDim = extent(Part.GENERATOR, "conv1.conv.modulation.weight", 1);
    return new Generator(4 << doublings, new Channels(channels), styleDim);
  }

  private StyleMapper mapper(
      Generator generator, Architecture.Identity identity, Architecture.Geometry geometry) {
    int embedding = identity.network().embedding();
    int prior = geometry.prior().size();
    if (parts.containsKey(Part.STYLE_MAPPER)) {
      int input = extent(Part.STYLE_MAPPER, "style_low.0.weight", 1);
      if (input != embedding + prior) {
        throw new IllegalArgumentException(
            "the style mapper takes "
                + input
                + " numbers, but an embedding has "
                + embedding
                + " and the geometry prior "
                + prior);
      }
    }
    return StyleMapper.to(generator, embedding, prior);
  }

  private Architecture.Identity identity() {
    if (parts.containsKey(Part.IDENTITY)) {
      int width = extent(Part.IDENTITY, "conv1.weight", 0);
      int embedding = extent(Part.IDENTITY, "fc.weight", 0);
      // The last feature maps have 8 times the width and a sixteenth of the side.
      int area = extent(Part.IDENTITY, "fc.weight", 1) / (8 * width);
      int input = 16 * (int) Math.round(Math.sqrt(area));
      return Architecture.Identity.of(
          new IResNet(stages(Part.IDENTITY, ""), width, embedding, input));
    }
    Architecture.Identity published = Architecture.Identity.standard();
    if (!parts.containsKey(Part.DUMMY_IDENTITY)) {
      return published;
    }
    int embedding = extent(Part.DUMMY_IDENTITY, "map_2_id.0.weight", 0);
    return Architecture.Identity.of(new IResNet(IResNet.layers(50), 64, embedding, 112));
  }

  private Architecture.Geometry geometry(int size) {
    if (!parts.containsKey(Part.GEOMETRY)) {
      return Architecture.Geometry.standard(size);
    }
    Coefficients coefficients =
        new Coefficients(
            extent(Part.GEOMETRY, "final_layers.0.weight", 0),
            extent(Part.GEOMETRY, "final_layers.1.weight", 0),
            parts.get(Part.GEOMETRY).has("final_layers.2.weight")
                ? extent(Part.GEOMETRY, "final_layers.2.weight", 0)
                : 0);
    int width = extent(Part.GEOMETRY, "backbone.conv1.weight", 0);
    return Architecture.Geometry.of(
        new GeometryNet(stages(Part.GEOMETRY, "backbone."), width, coefficients), size);
  }

  private int extractorWidth() {
    return parts.containsKey(Part.PASSWORD_EXTRACTOR)
        ? extent(Part.PASSWORD_EXTRACTOR, "conv1x1_input.weight", 0)
        : Architecture.standard().extractor().width();
  }

  private Discriminator discriminator() {
    int halvings = requireSane(count(Part.DISCRIMINATOR, "convs.") - 1);
    int size = 4 << halvings;
    Map<Integer, Integer> channels = new TreeMap<>();
    channels.put(size, extent(Part.DISCRIMINATOR, "convs.0.0.weight", 0));
    for (int k = 1; k <= halvings; k++) {
      channels.put(size >> k, extent(Part.DISCRIMINATOR, "convs." + k + ".conv2.1.weight", 0));
    }
    return new Discriminator(size, new Channels(channels));
  }

  private static int requireSane(int doublings) {
    if (doublings < 1 || doublings > MAX_DOUBLINGS) {
      throw new IllegalArgumentException(
          "the resolution would have to double " + doublings + " times from 4x4");
    }
    return doublings;
  }

  private Lpips perceptual() {
    boolean vgg = parts.get(Part.PERCEPTUAL).has("features.0.weight");
    return new Lpips(vgg ? Lpips.Backbone.VGG16 : Lpips.Backbone.SQUEEZENET);
  }

  private List<Integer> stages(Part part, String scope) {
    return IntStream.rangeClosed(1, 4)
        .map(stage -> count(part, scope + "layer" + stage + "."))
        .boxed()
        .toList();
  }

  /** How many numbered layers have names that start so. */
  private int count(Part part, String prefix) {
    int count =
        (int)
            parts.get(part).names().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()).split("\\.", 2)[0])
                .distinct()
                .count();
    if (count > MAX_LAYERS) {
      throw new IllegalArgumentException(
          "the " + part.key() + " has " + count + " layers " + prefix + "*");
    }
    return count;
  }

  private int extent(Part part, String name, int axis) {
    StateDict dict = parts.get(part);
    if (!dict.has(name) || dict.shape(name).length <= axis) {
      throw new IllegalArgumentException(
          "the weight " + name + " of the " + part.key() + " is missing, or has no such extent");
    }
    return Math.toIntExact(dict.shape(name)[axis]);
  }
}
