package org.g2face.jobs.cli;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.g2face.jobs.config.Configuration;
import org.g2face.jobs.config.Setting;
import picocli.CommandLine.Option;

/** Options with which every command can be configured. */
@Under(Heading.CONFIGURATION)
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file; g2face config prints every key and its value.")
  private Path file;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description =
          "Sets one key of the configuration, such as -D limits.pixels=30000000 or"
              + " -D spark.executor.memory=4g. Repeatable.")
  private Map<String, String> keys = new LinkedHashMap<>();

  /** The same options as words of another command line. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (file != null) {
      words.addAll(List.of("--config", file.toString()));
    }
    keys.forEach((key, value) -> words.addAll(List.of("-D", key + "=" + value)));
    return words;
  }

  /**
   * The layers over each other.
   *
   * @param options what the command's own options set; they override {@code -D}
   */
  Config load(List<Setting> options) {
    List<Setting> settings = new ArrayList<>();
    keys.forEach((key, value) -> settings.add(new Setting(key, value, "-D " + key)));
    settings.addAll(options);
    return Configuration.load(file, System.getenv(), settings);
  }
}
