package org.g2face.evaluate;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.g2face.builtin.BuiltinNetwork;
import org.g2face.detect.DetectorKind;
import org.g2face.detect.DetectorSpec;
import org.g2face.external.NetworkSpec;
import org.g2face.external.NetworkSpecConf;
import org.g2face.external.NetworkSpecException;
import org.g2face.network.Coefficients.Range;
import org.g2face.network.Lpips;

/** Contracts as a configuration states them: a section for each network. */
public final class EvaluationSpecConf {
  private static final Set<String> VECTOR =
      Stream.concat(Stream.of("kind", "file"), NetworkSpecConf.KEYS.stream())
          .filter(key -> !key.equals("offset"))
          .collect(Collectors.toUnmodifiableSet());

  private final String name;
  private final Config config;

  private EvaluationSpecConf(String name, Config config) {
    this.name = name;
    this.config = config;
  }

  /**
   * Reads the section {@code networks}.
   *
   * @return contracts by the names of the networks, in alphabetical order
   * @throws NetworkSpecException that names the network, the key and the line
   */
  public static Map<String, EvaluationSpec> read(Config networks) {
    Map<String, EvaluationSpec> contracts = new TreeMap<>();
    networks
        .root()
        .forEach(
            (name, value) -> {
              if (!(value instanceof ConfigObject section)) {
                throw wrong(value, "the network " + name + " is a section { ... }, not a value");
              }
              contracts.put(name, new EvaluationSpecConf(name, section.toConfig()).contract());
            });
    contracts.forEach((name, contract) -> requireDetector(networks, name, contract, contracts));
    return new LinkedHashMap<>(contracts);
  }

  private static void requireDetector(
      Config networks,
      String name,
      EvaluationSpec contract,
      Map<String, EvaluationSpec> contracts) {
    String detector =
        contract instanceof EvaluationSpec.Landmarks landmarks
            ? landmarks.detector()
            : contract instanceof EvaluationSpec.Rotation rotation ? rotation.detector() : null;
    if (detector != null && !(contracts.get(detector) instanceof EvaluationSpec.Detection)) {
      throw wrong(
          networks.root().get(name),
          "the network " + name + " needs the detector " + detector + ", which is not declared");
    }
  }

  private EvaluationSpec contract() {
    try {
      String kind = config.getString("kind");
      return switch (kind) {
        case "recogniser" ->
            BuiltinNetwork.RECOGNISER.isNamed(config.getString("file"))
                ? new EvaluationSpec.BuiltinIdentity(file(Set.of("kind", "file")))
                : new EvaluationSpec.Identity(file(VECTOR), network());
        case "package" -> {
          only(Set.of("kind", "package"));
          yield new EvaluationSpec.Packaged(config.getString("package"));
        }
        case "features" -> new EvaluationSpec.Features(file(VECTOR), network());
        case "geometry" ->
            new EvaluationSpec.Geometry(
                file(VECTOR, "shape", "expression"),
                network(),
                range("shape"),
                range("expression"));
        case "pose" -> pose();
        case "detector" -> detector();
        case "landmarks" -> landmarks();
        case "perceptual" ->
            new EvaluationSpec.PerceptualSpec(
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

  private EvaluationSpec landmarks() {
    String file = file(Set.of("kind", "file", "detector"));
    // Another one that comes along is a mistake that is told here.
    BuiltinNetwork.LANDMARKS.isNamed(file);
    return new EvaluationSpec.Landmarks(file, config.getString("detector"));
  }

  private EvaluationSpec pose() {
    String decoding = config.getString("decoding");
    if (decoding.equals("rotation")) {
      return new EvaluationSpec.Rotation(
          file(Set.of("kind", "file", "decoding", "detector")), config.getString("detector"));
    }
    return new EvaluationSpec.HeadPoseSpec(
        file(VECTOR, "decoding"), network(), choice("decoding", EvaluationSpec.Angles.class));
  }

  private EvaluationSpec detector() {
    only(Set.of("kind", "file", "files", "decoding", "score"));
    List<String> files =
        config.hasPath("files")
            ? config.getStringList("files")
            : config.hasPath("file") ? List.of(config.getString("file")) : List.of();
    // One that comes along has no files to be read; its name may stand for them.
    files = files.stream().filter(file -> !BuiltinNetwork.DETECTOR.isNamed(file)).toList();
    DetectorKind kind = choice("decoding", DetectorKind.class);
    double score = config.hasPath("score") ? config.getDouble("score") : kind.usualScore();
    return new EvaluationSpec.Detection(new DetectorSpec(kind, files, score, false));
  }

  private NetworkSpec network() {
    return NetworkSpecConf.read(config, "networks." + name);
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
