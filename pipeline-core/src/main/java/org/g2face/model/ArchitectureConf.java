package org.g2face.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.g2face.network.Alignment;
import org.g2face.network.Camera;
import org.g2face.network.Channels;
import org.g2face.network.Coefficients;
import org.g2face.network.DummyIdentity;
import org.g2face.network.GaussianIdentity;
import org.g2face.network.GeometryNet;
import org.g2face.network.GeometryPrior;
import org.g2face.network.IResNet;
import org.g2face.network.IdentityNetwork;
import org.g2face.network.IdentitySampler;
import org.g2face.network.Lpips;
import org.g2face.network.MobileFaceNet;
import org.g2face.network.PayloadExtractor;
import org.g2face.network.StyleMapper;

/** The section {@code architecture} of {@code model.conf}, in both directions. */
final class ArchitectureConf {
  private static final int MAX_LAYERS = 1000;
  private static final String KIND = "kind";
  private static final String DUMMY = "dummy";
  private static final String GAUSSIAN = "gaussian";
  private static final String MOBILEFACENET = "mobilefacenet";

  /** Whether a network works at half the side; left out where it does not, as in published ones. */
  static final String UNSHUFFLED = "unshuffled";

  private ArchitectureConf() {}

  static Architecture read(ModelConfSection settings) {
    int size = settings.integer("size");
    Channels channels = settings.section("channels", ArchitectureConf::channels);
    Architecture.Identity identity = settings.section("identity", ArchitectureConf::identity);
    Architecture.Geometry geometry = settings.section("geometry", ArchitectureConf::geometry);
    int embedding = identity.network().embedding();
    int prior = geometry.prior().size();
    StyleMapper mapper =
        settings.section(
            "style",
            style ->
                new StyleMapper(
                    embedding,
                    prior,
                    style.integer("length"),
                    style.integer("low"),
                    style.integer("middle"),
                    style.integer("high")));
    return new Architecture(
        GeneratorConf.read(settings, size, channels, mapper.styleDim(), geometry),
        mapper,
        dummy(settings, embedding),
        identity,
        geometry,
        settings.section(
            "extractor",
            extractor ->
                new PayloadExtractor(size, extractor.integer("width"), extractor.flag(UNSHUFFLED))),
        settings.section("discriminator", DiscriminatorConf::read),
        settings.section("perceptual", ArchitectureConf::perceptual));
  }

  private static IdentitySampler dummy(ModelConfSection settings, int embedding) {
    if (!settings.has(DUMMY)) {
      return new DummyIdentity(embedding);
    }
    return settings.section(
        DUMMY,
        section ->
            switch (section.text(KIND)) {
              case "learned" -> new DummyIdentity(embedding);
              case GAUSSIAN -> new GaussianIdentity(embedding);
              default ->
                  throw new IllegalArgumentException(
                      "a dummy identity's kind is 'learned' or 'gaussian'");
            });
  }

  static Channels channels(ModelConfSection settings) {
    Map<Integer, Integer> table = new TreeMap<>();
    for (String key : settings.keys()) {
      int count = settings.integer(key);
      if (!key.matches("[1-9][0-9]{0,5}")) {
        throw new IllegalArgumentException("'" + key + "' is not a resolution");
      }
      table.put(Integer.parseInt(key), count);
    }
    return new Channels(table);
  }

  private static Architecture.Identity identity(ModelConfSection settings) {
    return new Architecture.Identity(
        identityNetwork(settings),
        settings.section("alignment", ArchitectureConf::alignment),
        settings.section("normalisation", ArchitectureConf::normalisation));
  }

  static IdentityNetwork identityNetwork(ModelConfSection settings) {
    if (settings.has(KIND)) {
      String kind = settings.text(KIND);
      if (kind.equals(MOBILEFACENET)) {
        return new MobileFaceNet();
      }
      if (!kind.equals("iresnet")) {
        throw new IllegalArgumentException(
            "an identity network's kind is 'iresnet' or 'mobilefacenet', not '" + kind + "'");
      }
    }
    return new IResNet(
        layers(settings),
        settings.integer("width"),
        settings.integer("embedding"),
        settings.integer("input"));
  }

  private static Architecture.Geometry geometry(ModelConfSection settings) {
    GeometryNet network = geometryNetwork(settings);
    List<Coefficients.Range> prior =
        settings.sections("prior").stream()
            .map(
                range -> {
                  var read = new Coefficients.Range(range.integer("from"), range.integer("to"));
                  range.requireAllRead();
                  return read;
                })
            .toList();
    return new Architecture.Geometry(
        network,
        new GeometryPrior(prior),
        settings.section("alignment", ArchitectureConf::alignment),
        settings.section("normalisation", ArchitectureConf::normalisation),
        settings.section(
            "camera",
            s -> new Camera(s.number("focal"), s.number("centre"), s.number("distance"))));
  }

  static GeometryNet geometryNetwork(ModelConfSection settings) {
    Coefficients coefficients =
        settings.section(
            "coefficients",
            s ->
                new Coefficients(
                    s.integer("identity"), s.integer("expression"), s.integer("texture")));
    return new GeometryNet(layers(settings), settings.integer("width"), coefficients);
  }

  /** The depth is a loop in the networks, so it must be a sane number before they see it. */
  private static List<Integer> layers(ModelConfSection settings) {
    List<Integer> layers = settings.integers("layers");
    if (layers.stream().anyMatch(count -> count > MAX_LAYERS)) {
      throw new IllegalArgumentException(
          "layers " + layers + " are more than " + MAX_LAYERS + " in one stage");
    }
    return layers;
  }

  static Alignment alignment(ModelConfSection settings) {
    String kind = settings.text("kind");
    int height = settings.integer("height");
    int width = settings.integer("width");
    return switch (kind) {
      case "nearest" -> new Alignment.Nearest(height, width);
      case "box" ->
          new Alignment.Box(
              settings.number("left"),
              settings.number("top"),
              settings.number("right"),
              settings.number("bottom"),
              height,
              width);
      default ->
          throw new IllegalArgumentException("kind is 'nearest' or 'box', not '" + kind + "'");
    };
  }

  private static Normalisation normalisation(ModelConfSection settings) {
    return new Normalisation(settings.numbers("mean"), settings.numbers("deviation"));
  }

  private static Lpips perceptual(ModelConfSection settings) {
    String backbone = settings.text("backbone");
    for (Lpips.Backbone known : Lpips.Backbone.values()) {
      if (key(known).equals(backbone)) {
        return new Lpips(known);
      }
    }
    throw new IllegalArgumentException(
        "backbone is 'vgg16' or 'squeezenet', not '" + backbone + "'");
  }

  private static String key(Lpips.Backbone backbone) {
    return backbone.name().toLowerCase(Locale.ROOT);
  }

  static Map<String, Object> map(Architecture architecture) {
    StyleMapper mapper = architecture.mapper();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("size", architecture.size());
    map.put("channels", map(architecture.generator().channels()));
    map.put(
        "style",
        Map.of(
            "length", mapper.styleDim(),
            "low", mapper.low(),
            "middle", mapper.middle(),
            "high", mapper.high()));
    GeneratorConf.write(architecture.generator(), map);
    if (architecture.dummy() instanceof GaussianIdentity) {
      map.put(DUMMY, Map.of(KIND, GAUSSIAN));
    }
    map.put("identity", map(architecture.identity()));
    map.put("geometry", map(architecture.geometry()));
    Map<String, Object> extractor = new LinkedHashMap<>();
    extractor.put("width", architecture.extractor().width());
    if (architecture.extractor().unshuffled()) {
      extractor.put(UNSHUFFLED, true);
    }
    map.put("extractor", extractor);
    map.put("discriminator", DiscriminatorConf.map(architecture.discriminator()));
    map.put("perceptual", Map.of("backbone", key(architecture.perceptual().backbone())));
    return map;
  }

  static Map<String, Object> map(Channels channels) {
    Map<String, Object> map = new LinkedHashMap<>();
    channels.byResolution().forEach((side, count) -> map.put(side.toString(), count));
    return map;
  }

  private static Map<String, Object> map(Architecture.Identity identity) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (identity.network() instanceof IResNet network) {
      map.put("layers", network.layers());
      map.put("width", network.width());
      map.put("embedding", network.embedding());
      map.put("input", network.inputSize());
    } else {
      map.put(KIND, MOBILEFACENET);
    }
    map.put("alignment", map(identity.alignment()));
    map.put("normalisation", map(identity.normalisation()));
    return map;
  }

  private static Map<String, Object> map(Architecture.Geometry geometry) {
    GeometryNet network = geometry.network();
    Coefficients coefficients = network.coefficients();
    Camera camera = geometry.camera();
    return Map.of(
        "layers", network.layers(),
        "width", network.width(),
        "coefficients",
            Map.of(
                "identity", coefficients.identity(),
                "expression", coefficients.expression(),
                "texture", coefficients.texture()),
        "prior",
            geometry.prior().ranges().stream()
                .map(range -> Map.of("from", range.from(), "to", range.to()))
                .toList(),
        "alignment", map(geometry.alignment()),
        "normalisation", map(geometry.normalisation()),
        "camera",
            Map.of(
                "focal", camera.focal(),
                "centre", camera.centre(),
                "distance", camera.distance()));
  }

  static Map<String, Object> map(Alignment alignment) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("height", alignment.height());
    map.put("width", alignment.width());
    if (alignment instanceof Alignment.Box box) {
      map.put("kind", "box");
      map.put("left", box.left());
      map.put("top", box.top());
      map.put("right", box.right());
      map.put("bottom", box.bottom());
    } else {
      map.put("kind", "nearest");
    }
    return map;
  }

  private static Map<String, Object> map(Normalisation normalisation) {
    return Map.of("mean", normalisation.mean(), "deviation", normalisation.deviation());
  }
}
