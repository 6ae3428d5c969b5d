package org.g2face.jobs.evaluate;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.metrics.Gate;
import org.g2face.judge.Contract;
import org.g2face.judge.ContractConf;
import org.g2face.judge.JudgeException;

/**
 * The file that declares judges and gates, such as {@code conf/evaluation.conf}.
 *
 * @param networks the section of the judges, as text that tasks read again
 * @param folder URI of the folder where files are that are named without one
 * @param contracts of the judges, by their names
 * @param gates what must hold
 */
public record EvaluationConf(
    String networks, String folder, Map<String, Contract> contracts, List<Gate> gates) {

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
    try {
      Path path = new Path(uri);
      FileSystem store = path.getFileSystem(hadoop);
      path = store.makeQualified(path);
      String text;
      try (FSDataInputStream stream = store.open(path)) {
        text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      }
      Config config =
          ConfigFactory.parseString(text, ConfigParseOptions.defaults().setOriginDescription(uri))
              .resolve();
      Config networks =
          config.hasPath("networks") ? config.getConfig("networks") : ConfigFactory.empty();
      return new EvaluationConf(
          networks.root().render(ConfigRenderOptions.concise()),
          config.hasPath("folder") ? config.getString("folder") : path.getParent().toString(),
          ContractConf.read(networks),
          (config.hasPath("gates") ? config.getStringList("gates") : List.<String>of())
              .stream().map(Gate::of).toList());
    } catch (IOException e) {
      throw new UsageException("cannot read " + uri + ": " + e.getMessage(), e);
    } catch (ConfigException | JudgeException e) {
      throw new UsageException("cannot use " + uri + ": " + e.getMessage(), e);
    }
  }
}
