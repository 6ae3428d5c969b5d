package org.g2face.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.TreeMap;

/**
 * The section {@code spark}, whose keys are Spark's own.
 *
 * <p>Spark has keys that begin with the name of another, which a tree of sections cannot hold; so
 * the section is kept flat: {@code spark { "executor.memory" = 4g }}.
 */
public final class SparkKeys {
  /** The section's name, and the first word of all of Spark's keys. */
  static final String SECTION = "spark";

  private SparkKeys() {}

  /** The same configuration with the section made flat. */
  static Config flatten(Config config) {
    if (!config.root().containsKey(SECTION)
        || config.root().get(SECTION).valueType() != ConfigValueType.OBJECT) {
      return config;
    }
    ConfigObject section = (ConfigObject) config.root().get(SECTION);
    ConfigObject flat = ConfigValueFactory.fromMap(Map.of(), section.origin().description());
    for (var key : Keys.leaves(section.toConfig())) {
      flat = flat.withValue(String.join(".", key), Keys.value(section, key));
    }
    return config.withValue(SECTION, flat);
  }

  /** Spark's keys, each with the first word, as text; those that are null are left out. */
  public static Map<String, String> read(Config config) {
    Map<String, String> keys = new TreeMap<>();
    config
        .getObject(SECTION)
        .forEach(
            (key, value) -> {
              if (value.valueType() != ConfigValueType.NULL) {
                keys.put(SECTION + "." + key, value.unwrapped().toString());
              }
            });
    return Map.copyOf(keys);
  }
}
