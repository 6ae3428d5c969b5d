package org.g2face.model;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A section of {@code model.conf}, read strictly: a value of another type is an error and not
 * converted, and so is a key that nobody asked for.
 */
final class ModelConfSection {
  private final String path;
  private final ConfigObject object;
  private final Set<String> unread;

  ModelConfSection(String path, ConfigObject object) {
    this.path = path;
    this.object = object;
    this.unread = new LinkedHashSet<>(object.keySet());
  }

  /** Reads a subsection, all of which must be asked for. */
  <R> R section(String key, Function<ModelConfSection, R> read) {
    ConfigValue value = take(key, ConfigValueType.OBJECT, "a section in braces");
    ModelConfSection section = new ModelConfSection(path(key), (ConfigObject) value);
    R result;
    try {
      result = read.apply(section);
    } catch (Problem e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new Problem(where(value) + path(key) + ": " + e.getMessage(), e);
    }
    section.requireAllRead();
    return result;
  }

  /** A subsection of which only a part may be asked for. */
  ModelConfSection inside(String key) {
    return new ModelConfSection(
        path(key), (ConfigObject) take(key, ConfigValueType.OBJECT, "a section in braces"));
  }

  boolean has(String key) {
    return object.containsKey(key);
  }

  /** The keys of a section that is a table, in alphabetical order. */
  Set<String> keys() {
    return new TreeSet<>(object.keySet());
  }

  String text(String key) {
    return (String) take(key, ConfigValueType.STRING, "a text").unwrapped();
  }

  int integer(String key) {
    return integer(path(key), take(key, ConfigValueType.NUMBER, "a whole number"));
  }

  double number(String key) {
    return ((Number) take(key, ConfigValueType.NUMBER, "a number").unwrapped()).doubleValue();
  }

  /** A switch that is off where it is left out. */
  boolean flag(String key) {
    return has(key) && (boolean) take(key, ConfigValueType.BOOLEAN, "true or false").unwrapped();
  }

  List<Integer> integers(String key) {
    return list(key, value -> integer(path(key), value));
  }

  List<Double> numbers(String key) {
    return list(
        key,
        value -> {
          require(path(key), value, ConfigValueType.NUMBER, "a list of numbers");
          return ((Number) value.unwrapped()).doubleValue();
        });
  }

  List<String> texts(String key) {
    return list(
        key,
        value -> {
          require(path(key), value, ConfigValueType.STRING, "a list of texts");
          return (String) value.unwrapped();
        });
  }

  List<ModelConfSection> sections(String key) {
    return list(
        key,
        value -> {
          require(path(key), value, ConfigValueType.OBJECT, "a list of sections in braces");
          return new ModelConfSection(path(key), (ConfigObject) value);
        });
  }

  void requireAllRead() {
    for (String key : unread) {
      throw new Problem(where(object.get(key)) + "unknown key " + path(key));
    }
  }

  private <R> List<R> list(String key, Function<ConfigValue, R> read) {
    List<R> all = new ArrayList<>();
    for (ConfigValue value : (ConfigList) take(key, ConfigValueType.LIST, "a list in brackets")) {
      all.add(read.apply(value));
    }
    return all;
  }

  private static int integer(String path, ConfigValue value) {
    require(path, value, ConfigValueType.NUMBER, "a whole number");
    double number = ((Number) value.unwrapped()).doubleValue();
    if (number != (int) number) {
      throw wrongType(path, value, "a whole number");
    }
    return (int) number;
  }

  private ConfigValue take(String key, ConfigValueType type, String what) {
    ConfigValue value = object.get(key);
    if (value == null) {
      throw new Problem(where(object) + "the key " + path(key) + " is missing");
    }
    require(path(key), value, type, what);
    unread.remove(key);
    return value;
  }

  private static void require(String path, ConfigValue value, ConfigValueType type, String what) {
    if (value.valueType() != type) {
      throw wrongType(path, value, what);
    }
  }

  private static Problem wrongType(String path, ConfigValue value, String what) {
    return new Problem(where(value) + path + " must be " + what + ", not " + value.render());
  }

  private String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String where(ConfigValue value) {
    int line = value.origin().lineNumber();
    return line > 0 ? "line " + line + ": " : "";
  }

  /** What is wrong and where, without the file's name. */
  static final class Problem extends IllegalArgumentException {
    Problem(String message) {
      super(message);
    }

    Problem(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
