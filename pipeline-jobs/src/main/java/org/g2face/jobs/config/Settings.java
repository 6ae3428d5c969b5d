package org.g2face.jobs.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.g2face.jobs.dataset.InputOptions;
import org.g2face.jobs.dataset.Limits;

/**
 * A whole configuration, checked and typed.
 *
 * @param input how images are read
 * @param limits what an image may cost
 * @param anonymize the job {@code anonymize}
 * @param seed chooses the dummy identities; secret
 * @param recover the job {@code recover}
 * @param progressInterval time between two progress lines when there is no terminal
 * @param spark Spark's own keys, each beginning with {@code spark.}
 */
public record Settings(
    InputOptions input,
    Limits limits,
    FaceJobSettings anonymize,
    String seed,
    FaceJobSettings recover,
    Duration progressInterval,
    Map<String, String> spark) {

  /**
   * Reads every section, whichever job is to run: a mistake is found before anything starts.
   *
   * @throws ConfigurationException naming the key and where it was written
   */
  public static Settings of(Config config) {
    Section input = new Section(config, "input");
    Section limits = new Section(config, "limits");
    Section anonymize = new Section(config, "anonymize");
    return new Settings(
        new InputOptions(
            input.text("image-column"),
            input.optionalText("id-column"),
            input.flag("accept-mislabelled"),
            input.count("images-per-task"),
            input.bytes("bytes-per-task")),
        new Limits(
            limits.pixels("pixels"),
            limits.bytes("bytes"),
            limits.count("failures-in-a-row")),
        FaceJobSettings.of(anonymize),
        anonymize.text("seed"),
        FaceJobSettings.of(new Section(config, "recover")),
        new Section(config, "progress").duration("interval"),
        sparkKeys(config));
  }

  private static Map<String, String> sparkKeys(Config config) {
    Map<String, String> keys = new TreeMap<>();
    for (var key : Keys.leaves(config.getConfig("spark"))) {
      String name = "spark." + String.join(".", key);
      String path = "spark." + ConfigUtil.joinPath(key);
      if (config.hasPath(path)) {
        keys.put(name, config.getValue(path).unwrapped().toString());
      }
    }
    return Map.copyOf(keys);
  }

  /** Without the seed, which is secret. */
  @Override
  public String toString() {
    return "Settings[anonymize=" + anonymize + ", recover=" + recover + "]";
  }
}
