package org.g2face.judge;

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
import org.g2face.model.Normalisation;
import org.g2face.network.Alignment;
import org.g2face.network.Coefficients.Range;
import org.g2face.network.Lpips;
import org.g2face.onnx.CropNetwork;

/** Contracts as a configuration states them: a section for each network. */
public final class ContractConf {
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

  private ContractConf(String name, Config config) {
    this.name = name;
    this.config = config;
  }

  /**
   * Reads the section {@code networks}.
   *
   * @return contracts by the names of the networks, in alphabetical order
   * @throws JudgeException that names the network, the key and the line
   */
  public static Map<String, Contract> read(Config networks) {
    Map<String, Contract> contracts = new TreeMap<>();
    networks
        .root()
        .forEach(
            (name, value) -> {
              if (!(value instanceof ConfigObject section)) {
                throw wrong(value, "the network " + name + " is a section { ... }, not a value");
              }
              contracts.put(name, new ContractConf(name, section.toConfig()).contract());
            });
    contracts.forEach((name, contract) -> requireDetector(networks, name, contract, contracts));
    return new LinkedHashMap<>(contracts);
  }

  private static void requireDetector(
      Config networks, String name, Contract contract, Map<String, Contract> contracts) {
    String detector =
        contract instanceof Contract.Landmarks landmarks
            ? landmarks.detector()
            : contract instanceof Contract.Rotation rotation ? rotation.detector() : null;
    if (detector != null && !(contracts.get(detector) instanceof Contract.Detection)) {
      throw wrong(
          networks.root().get(name),
          "the network " + name + " needs the detector " + detector + ", which is not declared");
    }
  }

  private Contract contract() {
    try {
      String kind = config.getString("kind");
      return switch (kind) {
        case "recogniser" -> new Contract.Identity(file(VECTOR), network());
        case "package" -> {
          only(Set.of("kind", "package"));
          yield new Contract.Packaged(config.getString("package"));
        }
        case "features" -> new Contract.Features(file(VECTOR), network());
        case "geometry" ->
            new Contract.Geometry(
                file(VECTOR, "shape", "expression"),
                network(),
                range("shape"),
                range("expression"));
        case "pose" -> pose();
        case "detector" -> detector();
        case "landmarks" ->
            new Contract.Landmarks(
                file(Set.of("kind", "file", "detector")), config.getString("detector"));
        case "perceptual" ->
            new Contract.Likeness(
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
      throw new JudgeException("the network " + name + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw wrong(config.root(), "the network " + name + ": " + e.getMessage());
    }
  }

  private Contract pose() {
    String decoding = config.getString("decoding");
    if (decoding.equals("rotation")) {
      return new Contract.Rotation(
          file(Set.of("kind", "file", "decoding", "detector")), config.getString("detector"));
    }
    return new Contract.Turn(
        file(VECTOR, "decoding"), network(), choice("decoding", Contract.Angles.class));
  }

  private Contract detector() {
    only(Set.of("kind", "file", "files", "decoding", "score"));
    List<String> files =
        config.hasPath("files") ? config.getStringList("files") : List.of(config.getString("file"));
    double score = config.getDouble("score");
    if (!(score > 0 && score < 1)) {
      throw new IllegalArgumentException("score must be between 0 and 1, not " + score);
    }
    return new Contract.Detection(choice("decoding", Contract.Decoding.class), files, score);
  }

  private CropNetwork.Contract network() {
    List<Double> box = config.getDoubleList("box");
    if (box.size() != 4) {
      throw new IllegalArgumentException("box has left, top, right and bottom, not " + box);
    }
    return new CropNetwork.Contract(
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

  private static JudgeException wrong(ConfigValue value, String what) {
    return new JudgeException(value.origin().description() + ": " + what, null);
  }
}
