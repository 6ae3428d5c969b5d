package org.g2face.external;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.g2face.model.Normalisation;
import org.g2face.network.Alignment;

/**
 * The HOCON form of a {@link NetworkSpec}, wherever it stands: in a section of the configuration or
 * of a file of evaluation networks.
 */
public final class NetworkSpecConf {
  /** The keys that are read; all but offset must be there. */
  public static final Set<String> KEYS =
      Set.of("input", "output", "colours", "box", "width", "height", "mean", "deviation", "offset");

  private NetworkSpecConf() {}

  /**
   * Reads a section.
   *
   * @param name of the section, for messages
   * @throws NetworkSpecException that names the section and the key, and where it was written
   */
  public static NetworkSpec read(Config section, String name) {
    try {
      List<Double> box = section.getDoubleList("box");
      if (box.size() != 4) {
        throw new IllegalArgumentException(
            "a box has a left, a top, a right and a bottom, not " + box);
      }
      return new NetworkSpec(
          section.getString("input"),
          section.getString("output"),
          new Alignment.Box(
              box.get(0),
              box.get(1),
              box.get(2),
              box.get(3),
              pixels(section, name, "height"),
              pixels(section, name, "width")),
          new Normalisation(section.getDoubleList("mean"), section.getDoubleList("deviation")),
          colours(section, name),
          section.hasPath("offset") ? section.getDoubleList("offset") : List.of(0.0, 0.0, 0.0));
    } catch (ConfigException | IllegalArgumentException e) {
      throw new NetworkSpecException("section " + name + ": " + e.getMessage(), e);
    }
  }

  private static int pixels(Config section, String name, String key) {
    int value = section.getInt(key);
    if (value < 1) {
      throw wrong(section, name, key, "must be at least 1, not " + value);
    }
    return value;
  }

  private static NetworkSpec.Colours colours(Config section, String name) {
    String value = section.getString("colours");
    List<String> names =
        Stream.of(NetworkSpec.Colours.values())
            .map(colours -> colours.name().toLowerCase(Locale.ROOT))
            .toList();
    if (!names.contains(value)) {
      throw wrong(
          section,
          name,
          "colours",
          "must be one of " + String.join(", ", names) + ", not " + value);
    }
    return Arrays.asList(NetworkSpec.Colours.values()).get(names.indexOf(value));
  }

  private static NetworkSpecException wrong(Config section, String name, String key, String what) {
    String origin = section.getValue(key).origin().description();
    return new NetworkSpecException(origin + ": " + name + "." + key + " " + what, null);
  }
}
