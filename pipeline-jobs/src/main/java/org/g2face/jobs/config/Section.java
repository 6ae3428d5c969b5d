package org.g2face.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.g2face.external.NetworkSpec;
import org.g2face.external.NetworkSpecConf;
import org.g2face.external.NetworkSpecException;
import org.g2face.image.ImageLimits;

/** Reads the keys of one section; a value out of its range is an error that names its origin. */
public final class Section {
  private final Config config;
  private final String name;

  public Section(Config config, String name) {
    this.config = config.getConfig(name);
    this.name = name;
  }

  public int count(String key) {
    int value = read(() -> config.getInt(key));
    check(key, value >= 1, "must be at least 1, not " + value);
    return value;
  }

  /** A whole number of at least {@code least}. */
  public long whole(String key, long least) {
    long value = read(() -> config.getLong(key));
    check(key, value >= least, "must be at least " + least + ", not " + value);
    return value;
  }

  /** A number from {@code least} to {@code most}. */
  public double number(String key, double least, double most) {
    double value = read(() -> config.getDouble(key));
    check(
        key,
        value >= least && value <= most,
        (most == Double.MAX_VALUE
                ? "must be at least " + least
                : "must be from " + least + " to " + most)
            + ", not "
            + value);
    return value;
  }

  /** The number of a device, or -1 if there is none. */
  public int device(String key) {
    if (!config.hasPath(key)) {
      return -1;
    }
    int value = read(() -> config.getInt(key));
    check(key, value >= 0, "must be at least 0, or null for the CPU, not " + value);
    return value;
  }

  public long pixels(String key) {
    long value = read(() -> config.getLong(key));
    try {
      return new ImageLimits(value, 1).pixels();
    } catch (IllegalArgumentException e) {
      check(key, false, "cannot be " + value + ": " + e.getMessage());
      return value;
    }
  }

  public long bytes(String key) {
    long value = read(() -> config.getBytes(key));
    check(key, value >= 1, "must be at least 1 byte");
    return value;
  }

  public Duration duration(String key) {
    Duration value = read(() -> config.getDuration(key));
    check(key, !value.isZero() && !value.isNegative(), "must be longer than 0 s");
    return value;
  }

  public boolean flag(String key) {
    return read(() -> config.getBoolean(key));
  }

  public String text(String key) {
    return read(() -> config.getString(key));
  }

  public String nonEmpty(String key) {
    String value = text(key);
    check(key, !value.isEmpty(), "must not be empty");
    return value;
  }

  public Optional<String> optionalText(String key) {
    return config.hasPath(key) ? Optional.of(text(key)) : Optional.empty();
  }

  public List<Double> numbers(String key) {
    return read(() -> List.copyOf(config.getDoubleList(key)));
  }

  public List<String> texts(String key) {
    return read(() -> List.copyOf(config.getStringList(key)));
  }

  /** The section as the specification of an external network. */
  public NetworkSpec networkSpec() {
    try {
      return NetworkSpecConf.read(config, name);
    } catch (NetworkSpecException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
  }

  public <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
    return config.hasPath(key) ? Optional.of(choice(key, type)) : Optional.empty();
  }

  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    String value = text(key);
    List<String> names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList();
    check(
        key,
        names.contains(value),
        "must be one of " + String.join(", ", names) + ", not " + value);
    return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
  }

  private void check(String key, boolean valid, String what) {
    if (!valid) {
      throw new ConfigurationException(
          List.of(
              ConfigurationException.mistake(
                  config.getValue(key).origin(), name + "." + key + " " + what)));
    }
  }

  private <V> V read(Supplier<V> value) {
    try {
      return value.get();
    } catch (ConfigException e) {
      // The library names the origin, and the key without its section.
      throw new ConfigurationException(e.getMessage() + " (section " + name + ")", e);
    }
  }
}
