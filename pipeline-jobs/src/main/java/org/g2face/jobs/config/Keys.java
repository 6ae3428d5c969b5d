package org.g2face.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Compares the keys of a layer with those of the reference. */
final class Keys {
  /** Sections whose keys others check: Spark, and the reader of architectures. */
  private static final Set<String> FREE = Set.of(SparkKeys.SECTION, ModelArchitecture.SECTION);

  private Keys() {}

  /** One line for each key that the reference lacks or whose value is of another type. */
  static List<String> mistakes(Config layer, Config reference) {
    List<String> mistakes = new ArrayList<>();
    compare(layer.root(), reference.root(), List.of(), new KeySuggestion(reference), mistakes);
    return mistakes;
  }

  /** The paths of all values that are no objects. */
  static List<List<String>> leaves(Config config) {
    List<List<String>> leaves = new ArrayList<>();
    collect(config.root(), List.of(), leaves);
    return leaves;
  }

  /** The value at a path, which is there; it may be null. */
  static ConfigValue value(ConfigObject object, List<String> path) {
    ConfigValue value = object;
    for (String key : path) {
      value = ((ConfigObject) value).get(key);
    }
    return value;
  }

  private static void collect(ConfigObject object, List<String> path, List<List<String>> leaves) {
    object.forEach(
        (key, value) -> {
          List<String> child = append(path, key);
          if (value instanceof ConfigObject section) {
            collect(section, child, leaves);
          } else {
            leaves.add(child);
          }
        });
  }

  private static void compare(
      ConfigObject layer,
      ConfigObject reference,
      List<String> path,
      KeySuggestion known,
      List<String> mistakes) {
    layer.forEach(
        (key, value) -> {
          List<String> child = append(path, key);
          String name = ConfigUtil.joinPath(child);
          ConfigValue expected = reference.get(key);
          if (expected == null) {
            mistakes.add(
                ConfigurationException.mistake(
                    value.origin(), name + " is not a key of g2face" + known.of(child)));
          } else if (expected instanceof ConfigObject section) {
            if (!(value instanceof ConfigObject given)) {
              mistakes.add(
                  ConfigurationException.mistake(
                      value.origin(), name + " is a section { ... }, not a value"));
            } else if (!FREE.contains(name)) {
              compare(given, section, child, known, mistakes);
            }
          } else if (!fits(value, expected.valueType())) {
            mistakes.add(
                ConfigurationException.mistake(
                    value.origin(),
                    name
                        + " must be "
                        + article(expected.valueType())
                        + ", not "
                        + article(value.valueType())));
          }
        });
  }

  private static boolean fits(ConfigValue value, ConfigValueType expected) {
    ConfigValueType given = value.valueType();
    return switch (expected) {
      case NUMBER -> given == expected || isText(value) && isNumber(value.unwrapped().toString());
      case BOOLEAN ->
          given == expected || isText(value) && value.unwrapped().toString().matches("true|false");
      // Sizes and durations are text with a unit, or a plain number.
      case STRING -> given == expected || given == ConfigValueType.NUMBER;
      case NULL -> given != ConfigValueType.OBJECT && given != ConfigValueType.LIST;
      default -> given == expected;
    };
  }

  private static boolean isText(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING;
  }

  private static boolean isNumber(String text) {
    return text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  }

  private static String article(ConfigValueType type) {
    return switch (type) {
      case OBJECT -> "a section";
      case LIST -> "a list";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case STRING -> "text";
      case NULL -> "null";
    };
  }

  private static List<String> append(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return List.copyOf(longer);
  }
}
