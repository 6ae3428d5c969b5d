package org.g2face.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The layers of a configuration: {@code reference.conf}, a file, the environment, the command line;
 * a later one overrides an earlier one.
 */
public final class Configuration {
  /** Begins the name of every environment variable that sets a key. */
  public static final String PREFIX = "G2FACE_";

  /** Names the environment variable that may hold the passphrase of the keys. */
  public static final String PASSPHRASE = "G2FACE_KEYS_PASSPHRASE";

  /** Variables of the launcher and one that holds a passphrase, which are no keys. */
  private static final Set<String> LAUNCHER =
      Set.of(
          "G2FACE_DRIVER_MEMORY",
          "G2FACE_EXTRA_JARS",
          "G2FACE_JAVA_OPTS",
          "G2FACE_REBUILD",
          PASSPHRASE);

  private static final Config REFERENCE =
      SparkKeys.flatten(
          ConfigFactory.parseResources(
                  Configuration.class.getClassLoader(),
                  "reference.conf",
                  ConfigParseOptions.defaults().setOriginDescription("reference.conf"))
              .resolve());

  private Configuration() {}

  /** Every key with its default. */
  public static Config reference() {
    return REFERENCE;
  }

  /**
   * Lays the layers over each other and checks each against the reference.
   *
   * @param file a HOCON file, or null for none
   * @param environment variables by name; those that begin with {@link #PREFIX} set keys
   * @param commandLine values given by options, later ones override earlier ones
   * @return all keys, resolved
   * @throws ConfigurationException naming each unknown key, each value of a wrong type, and where
   *     they were written
   */
  public static Config load(Path file, Map<String, String> environment, List<Setting> commandLine) {
    List<String> mistakes = new ArrayList<>();
    Config resolved = REFERENCE;
    if (file != null) {
      resolved = over(resolved, parse(file), mistakes);
    }
    for (Setting setting : fromEnvironment(environment, mistakes)) {
      resolved = over(resolved, parse(setting), mistakes);
    }
    for (Setting setting : commandLine) {
      resolved = over(resolved, parse(setting), mistakes);
    }
    if (!mistakes.isEmpty()) {
      throw new ConfigurationException(mistakes);
    }
    return resolved;
  }

  /** The environment variable that sets a key. */
  public static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static Config over(Config below, Config layer, List<String> mistakes) {
    Config resolved;
    try {
      resolved = SparkKeys.flatten(layer.resolveWith(layer.withFallback(below)));
    } catch (ConfigException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
    List<String> found = Keys.mistakes(resolved, REFERENCE);
    mistakes.addAll(found);
    return found.isEmpty() ? resolved.withFallback(below) : below;
  }

  private static Config parse(Path file) {
    if (!Files.isReadable(file)) {
      throw new ConfigurationException("cannot read the configuration file " + file, null);
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(),
          ConfigParseOptions.defaults()
              .setAllowMissing(false)
              .setOriginDescription(file.toString()));
    } catch (ConfigException e) {
      throw new ConfigurationException(e.getMessage(), e);
    }
  }

  private static Config parse(Setting setting) {
    try {
      // Text is taken as it is, so that a path needs no quoting. A list may be written as
      // in a file, else it has one element.
      if (isList(setting.key()) && setting.value().startsWith("[")) {
        return ConfigFactory.parseString(
            setting.key() + " = " + setting.value(),
            ConfigParseOptions.defaults().setOriginDescription(setting.origin()));
      }
      Object value = isList(setting.key()) ? List.of(setting.value()) : setting.value();
      List<String> path = ConfigUtil.splitPath(setting.key());
      for (int i = path.size() - 1; i >= 0; i--) {
        value = Map.of(path.get(i), value);
      }
      return ((ConfigObject) ConfigValueFactory.fromAnyRef(value, setting.origin())).toConfig();
    } catch (ConfigException e) {
      throw new ConfigurationException(setting.origin() + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isList(String key) {
    try {
      return REFERENCE.hasPath(key) && REFERENCE.getValue(key).valueType() == ConfigValueType.LIST;
    } catch (ConfigException e) {
      throw new ConfigurationException(key + " is not the name of a key", e);
    }
  }

  private static List<Setting> fromEnvironment(
      Map<String, String> environment, List<String> mistakes) {
    Map<String, String> keys = new TreeMap<>();
    Keys.leaves(REFERENCE)
        .forEach(key -> keys.put(variable(String.join(".", key)), ConfigUtil.joinPath(key)));
    List<Setting> settings = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (!name.startsWith(PREFIX) || LAUNCHER.contains(name)) {
                return;
              }
              String origin = "environment variable " + name;
              if (keys.containsKey(name)) {
                settings.add(new Setting(keys.get(name), value, origin));
              } else {
                mistakes.add(origin + ": sets no key that g2face knows");
              }
            });
    return settings;
  }
}
