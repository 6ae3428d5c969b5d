package org.g2face.jobs.cli;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.jobs.config.Configuration;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;

/** The keys of the section {@code photographs} that {@code --help} shows, with their defaults. */
final class PhotographKeys {
  private static final String COMMAND = "anonymize";
  private static final String SECTION = "photographs.";
  private static final int LEFT = 58;

  private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

  static {
    MEANINGS.put(
        "detector.kind", "finds the faces: ssd, cascade, ultraface, mtcnn, yunet or scrfd");
    MEANINGS.put("detector.files", "ONNX files of the detector; ssd and cascade need none");
    MEANINGS.put("detector.score", "threshold of findings; unset: the detector's usual one");
    MEANINGS.put("recogniser.file", "judges new faces; an ONNX file, or null: the model's own");
    MEANINGS.put("no-face", "no face found: quarantine, blur_whole or publish");
    MEANINGS.put("publish-reason", "why, for no-face=publish, which needs it");
    MEANINGS.put("unsuited-face", "a small or turned face: pixelate or quarantine");
    MEANINGS.put("smallest-face", "a face whose crop is narrower, in pixels, is unsuited");
    MEANINGS.put("farthest-yaw", "a head turned by more degrees is unsuited");
    MEANINGS.put("farthest-pitch", "likewise up or down");
    MEANINGS.put("most-faces", "a photograph with more is quarantined");
    MEANINGS.put("most-cosine", "threshold of verification; unset: the recogniser's usual one");
    MEANINGS.put("attempts", "dummy identities that are tried below that");
  }

  private PhotographKeys() {}

  static boolean concern(CommandSpec command) {
    return command.name().equals(COMMAND);
  }

  /** The full names of the keys. */
  static List<String> names() {
    return MEANINGS.keySet().stream().map(key -> SECTION + key).toList();
  }

  /** One row for each key: how it is written with its default, and what it means. */
  static String render(Help help) {
    int width = help.commandSpec().usageMessage().width();
    TextTable table =
        TextTable.forColumns(
            help.colorScheme(),
            new Column(LEFT, 2, Column.Overflow.SPAN),
            new Column(width - LEFT, 1, Column.Overflow.WRAP));
    MEANINGS.forEach((key, meaning) -> table.addRowValues(withDefault(SECTION + key), meaning));
    String end = System.lineSeparator();
    return end + "  Keys of the configuration, with their defaults:" + end + table;
  }

  /** Such as {@code -D photographs.attempts=8}. */
  static String withDefault(String key) {
    ConfigValue value = Configuration.reference().root();
    for (String name : ConfigUtil.splitPath(key)) {
      value = ((ConfigObject) value).get(name);
    }
    return "-D "
        + key
        + switch (value.valueType()) {
          case NULL -> " (unset)";
          case STRING -> "=" + value.unwrapped();
          default -> "=" + value.render(ConfigRenderOptions.concise());
        };
  }
}
