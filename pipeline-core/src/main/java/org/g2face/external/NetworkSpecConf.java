package org.g2face.external;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.model.Normalisation;
import org.g2face.network.Alignment;
import org.g2face.network.Coefficients.Range;
import org.g2face.network.Lpips;

/** Contracts as a configuration states them: a section for each network. */
public final class NetworkSpecConf {
  private static final Set<String> VECTOR =
      Set.of(
          "kind",
          "file",
          "input",
          "output",
          "box",
          "width",
          "height",
          "colours",
          "mean",
          "deviation");

  private final String name;
  private final Config config;

  private NetworkSpecConf(String name, Config config) {
    this.name = name;
    this.config = config;
  }

  /**
   * Reads the section {@code networks}.
   *
   * @return contracts by the names of the networks, in alphabetical order
   * @throws NetworkSpecException that names the network, the key and the line
   */
  public static Map<String, NetworkSpec> read(Config networks) {
    Map<String, NetworkSpec> contracts = new TreeMap<>();
    networks
        .root()
        .forEach(
            (name, value) -> {
              if (!(value instanceof ConfigObject section)) {
                throw wrong(value, "the network " + name + " is a section { ... }, not a value");
              }
              contracts.put(name, new NetworkSpecConf(name, section.toConfig()).contract());
            });
    contracts.forEach((name, contract) -> requireDetector(networks, name, contract, contracts));
    return new LinkedHashMap<>(contracts);
  }

  private static void requireDetector(
      Config networks, String name, NetworkSpec contract, Map<String, NetworkSpec> contracts) {
    String detector =
        contract instanceof NetworkSpec.Landmarks landmarks
            ? landmarks.detector()
            : contract instanceof NetworkSpec.Rotation rotation ? rotation.detector() : null;
    if (detector != null && !(contracts.get(detector) instanceof NetworkSpec.Detection)) {
      throw wrong(
          networks.root().get(name),
          "the network " + name + " needs the detector " + detector + ", which is not declared");
    }
  }

  private NetworkSpec contract() {
    try {
      String kind = config.getString("kind");
      return switch (kind) {
        case "recogniser" ->
            BuiltinNetwork.RECOGNISER.isNamed(config.getString("file"))
                ? new NetworkSpec.BuiltinIdentity(file(Set.of("kind", "file")))
                : new NetworkSpec.Identity(file(VECTOR), network());
        case "package" -> {
          only(Set.of("kind", "package"));
          yield new NetworkSpec.Packaged(config.getString("package"));
        }
        case "features" -> new NetworkSpec.Features(file(VECTOR), network());
        case "geometry" ->
            new NetworkSpec.Geometry(
                file(VECTOR, "shape", "expression"),
                network(),
                range("shape"),
                range("expression"));
        case "pose" -> pose();
        case "detector" -> detector();
        case "landmarks" -> landmarks();
        case "perceptual" ->
            new NetworkSpec.PerceptualSpec(
                file(Set.of("kind", "file", "backbone")), choice("backbone", Lpips.Backbone.class));
        default ->
            throw wrong(
                config.getValue("kind"),
                "the network "
                    + name
                    + " is of the kind "
                    + kind
                    + "; there are recogniser, package,"
                    + " features, geometry, pose, detector, landmarks and perceptual");
      };
    } catch (ConfigException e) {
      throw new NetworkSpecException("the network " + name + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw wrong(config.root(), "the network " + name + ": " + e.getMessage());
    }
  }

  private NetworkSpec pose() {
    String decoding = config.getString("decoding");
    if (decoding.equals("rotation")) {
      return new NetworkSpec.Rotation(
          file(Set.of("kind", "file", "decoding", "detector")), config.getString("detector"));
    }
    return new NetworkSpec.HeadPoseSpec(
        file(VECTOR, "decoding"), network(), choice("decoding", NetworkSpec.Angles.class));
  }

  private NetworkSpec landmarks() {
    String file = file(Set.of("kind", "file", "detector"));
    // Refuses the name of another network that comes along.
    BuiltinNetwork.LANDMARKS.isNamed(file);
    return new NetworkSpec.Landmarks(file, config.getString("detector"));
  }

  private NetworkSpec detector() {
    only(Set.of("kind", "file", "files", "decoding", "score"));
    List<String> files =
        config.hasPath("files") ? config.getStringList("files") : List.of(config.getString("file"));
    double score = config.getDouble("score");
    if (!(score > 0 && score < 1)) {
      throw new IllegalArgumentException("score must be between 0 and 1, not " + score);
    }
    NetworkSpec.Decoding decoding = choice("decoding", NetworkSpec.Decoding.class);
    boolean builtin = BuiltinNetwork.DETECTOR.isNamed(files.get(0));
    if (builtin != (decoding == NetworkSpec.Decoding.SSD)) {
      throw new IllegalArgumentException(
          "decoding = ssd and file = \"" + BuiltinNetwork.DETECTOR.uri() + "\" go together");
    }
    return new NetworkSpec.Detection(decoding, files, score);
  }

  private CropNetwork.Spec network() {
    List<Double> box = config.getDoubleList("box");
    if (box.size() != 4) {
      throw new IllegalArgumentException("box has left, top, right and bottom, not " + box);
    }
    return new CropNetwork.Spec(
        config.getString("input"),
        config.getString("output"),
        new Alignment.Box(
            box.get(0),
            box.get(1),
            box.get(2),
            box.get(3),
            config.getInt("height"),
            config.getInt("width")),
        new Normalisation(config.getDoubleList("mean"), config.getDoubleList("deviation")),
        choice("colours", CropNetwork.Colours.class));
  }

  private Range range(String key) {
    List<Integer> ends = config.getIntList(key);
    if (ends.size() != 2) {
      throw new IllegalArgumentException(key + " has a first and an end, not " + ends);
    }
    return new Range(ends.get(0), ends.get(1));
  }

  private String file(Set<String> keys, String... more) {
    Set<String> all = new TreeSet<>(keys);
    all.addAll(Arrays.asList(more));
    only(all);
    return config.getString("file");
  }

  /** A key that nothing reads is a mistake that would pass unseen. */
  private void only(Set<String> keys) {
    config
        .root()
        .forEach(
            (key, value) -> {
              if (!keys.contains(key)) {
                throw wrong(
                    value,
                    "the network "
                        + name
                        + " has no use for "
                        + key
                        + "; it takes "
                        + String.join(", ", new TreeSet<>(keys)));
              }
            });
  }

  private <E extends Enum<E>> E choice(String key, Class<E> type) {
    String value = config.getString(key);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(value)) {
        return constant;
      }
    }
    throw wrong(
        config.getValue(key),
        "the network "
            + name
            + ": "
            + key
            + " is one of "
            + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
            + ", not "
            + value);
  }

  private static NetworkSpecException wrong(ConfigValue value, String what) {
    return new NetworkSpecException(value.origin().description() + ": " + what, null);
  }
}
