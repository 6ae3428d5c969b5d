package org.g2face.jobs.cli;

import java.io.File;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.OrderlyStop;
import org.g2face.jobs.SparkWork;
import org.g2face.jobs.keys.KeyPlugin;
import picocli.CommandLine.Option;

/** Options for the Spark session in which a job runs. */
@Under(Heading.SPARK)
final class SparkOptions {
  /** Set by the launcher: the folder with the application's jar and, in lib/, its libraries. */
  private static final String DIST = "g2face.dist";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spark master, such as spark://host:7077. Default: spark.master of the configuration,"
              + " else local[*], which is all cores of this machine.")
  private String master;

  private static volatile boolean started;

  private SparkSession shared;

  /**
   * A session that a command works on.
   *
   * @param own whether it ends with the command
   */
  record Running(SparkSession session, boolean own) implements AutoCloseable {
    @Override
    public void close() {
      if (own) {
        if (OrderlyStop.processIsAsked()) {
          SparkWork.awaitTasks(session.sparkContext());
        }
        session.close();
      }
    }
  }

  /** Lets the command work on a session that goes on after it. */
  void share(SparkSession session) {
    shared = session;
  }

  /** The shared session, or a new one. */
  Running open(String name, Map<String, String> keys) {
    return shared == null ? new Running(start(name, keys), true) : new Running(shared, false);
  }

  /** How stores are reached before Spark has started: with the keys {@code spark.hadoop.*}. */
  static Configuration hadoop(Map<String, String> keys) {
    SparkConf conf = new SparkConf();
    keys.forEach(conf::set);
    return SparkHadoopUtil.get().newConfiguration(conf);
  }

  /**
   * Starts Spark in this process.
   *
   * @param keys of the configuration; where spark-submit started this process they override its
   */
  private SparkSession start(String name, Map<String, String> keys) {
    SparkConf conf = new SparkConf().setAppName("g2face " + name);
    keys.forEach(conf::set);
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    String plugins = conf.get("spark.plugins", "");
    if (!plugins.contains(KeyPlugin.class.getName())) {
      conf.set(
          "spark.plugins",
          plugins.isEmpty()
              ? KeyPlugin.class.getName()
              : plugins + "," + KeyPlugin.class.getName());
    }
    // Executors have to see the names of files as this process has listed them.
    String locale =
        Stream.of("LC_ALL", "LC_CTYPE", "LANG")
            .map(System::getenv)
            .filter(value -> value != null && !value.isEmpty())
            .findFirst()
            .orElse("C.UTF-8");
    conf.setIfMissing("spark.executorEnv.LC_ALL", locale);
    // ONNX Runtime would keep a record of its starts for its makers.
    conf.setIfMissing("spark.executorEnv.ORT_DISABLE_TELEMETRY", "1");
    // OpenBLAS's threads would spin beside those of libtorch; see the launcher.
    conf.setIfMissing("spark.executorEnv.OPENBLAS_THREAD_TIMEOUT", "4");
    SparkPrivacy.apply(conf, System.err);
    String dist = System.getProperty(DIST);
    boolean submitted = System.getProperty("spark.submit.deployMode") != null;
    if (dist != null && !submitted && !conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.jars", jars(new File(dist)));
    }
    SparkWork.requireNotAsked();
    started = true;
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** Whether this process has a session, is about to have one or had one. */
  static boolean started() {
    return started;
  }

  /** What executors need beside Spark, which is installed where they run. */
  private static String jars(File dist) {
    return Stream.of(dist, new File(dist, "lib"))
        .map(File::listFiles)
        .filter(Objects::nonNull)
        .flatMap(Arrays::stream)
        .filter(file -> file.getName().endsWith(".jar"))
        .filter(file -> !file.getName().matches("(spark|scala|hadoop)-.*"))
        .map(file -> file.toURI().toString())
        .sorted()
        .collect(Collectors.joining(","));
  }
}
