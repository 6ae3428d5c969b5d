package org.g2face.jobs.evaluate;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.evaluate.EvaluationSpec;
import org.g2face.evaluate.EvaluationSpecConf;
import org.g2face.external.NetworkSpecException;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.evaluate.measure.Gate;

/**
 * The file that declares judges and gates, such as {@code conf/evaluation.conf}.
 *
 * @param networks the section of the judges, as text that tasks read again
 * @param folder URI of the folder where files are that are named without one
 * @param contracts of the judges, by their names
 * @param gates what must hold
 */
public record EvaluationConf(
    String networks, String folder, Map<String, EvaluationSpec> contracts, List<Gate> gates) {

  /** No networks and no gates: only what needs none is measured. */
  public static EvaluationConf none() {
    return new EvaluationConf("", ".", Map.of(), List.of());
  }

  /**
   * Reads a file: the section {@code networks}, the list {@code gates}, and perhaps {@code folder},
   * without which files are looked for beside this one.
   *
   * @throws UsageException if it cannot be read or is wrong, naming the line
   */
  public static EvaluationConf read(String uri, Configuration hadoop) {
    return read(uri, Optional.empty(), List.of(), hadoop);
  }

  /**
   * The same with files elsewhere.
   *
   * @param elsewhere URI of the folder of the files, instead of what the file says
   * @param files of single networks, each as {@code NAME=FILE}
   */
  public static EvaluationConf read(
      String uri, Optional<String> elsewhere, List<String> files, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      FileSystem store = path.getFileSystem(hadoop);
      path = store.makeQualified(path);
      Path beside = path.getParent();
      String text;
      try (FSDataInputStream stream = store.open(path)) {
        text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      }
      Config config =
          ConfigFactory.parseString(text, ConfigParseOptions.defaults().setOriginDescription(uri))
              .resolve();
      Config networks =
          config.hasPath("networks") ? config.getConfig("networks") : ConfigFactory.empty();
      for (String file : files) {
        networks = with(file, networks);
      }
      return new EvaluationConf(
          networks.root().render(ConfigRenderOptions.concise()),
          elsewhere.orElseGet(
              () -> config.hasPath("folder") ? config.getString("folder") : beside.toString()),
          EvaluationSpecConf.read(networks),
          (config.hasPath("gates") ? config.getStringList("gates") : List.<String>of())
              .stream().map(Gate::of).toList());
    } catch (IOException e) {
      throw new UsageException("cannot read " + uri + ": " + e.getMessage(), e);
    } catch (ConfigException | NetworkSpecException e) {
      throw new UsageException("cannot use " + uri + ": " + e.getMessage(), e);
    }
  }

  private static Config with(String file, Config networks) {
    int equals = file.indexOf('=');
    String name = equals < 0 ? file : file.substring(0, equals);
    String key = ConfigUtil.joinPath(name, "file");
    if (equals < 0 || !networks.hasPath(key)) {
      throw new UsageException(
          "files of single networks are given as NAME=FILE, with the name of a network that has"
              + " one file; these are "
              + networks.root().keySet().stream()
                  .filter(network -> networks.hasPath(ConfigUtil.joinPath(network, "file")))
                  .sorted()
                  .toList());
    }
    return networks.withValue(key, ConfigValueFactory.fromAnyRef(file.substring(equals + 1)));
  }
}
