package org.g2face.jobs.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.g2face.Fixtures;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.io.Sha256;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.version.OutputMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that can go wrong, at once, on a cluster of executors that are processes of their own
 * and are killed at random; and then the same bytes as if nothing had happened.
 *
 * <p>The short form runs with all tests. The full form takes minutes and real photographs: {@code
 * -Dg2face.faults.images=10000 -Dg2face.faults.kills=100}.
 */
class FaultInjectionTest {
  private static final int IMAGES = Integer.getInteger("g2face.faults.images", 160);
  private static final int KILLS = Integer.getInteger("g2face.faults.kills", 2);
  private static final int PACE = Integer.getInteger("g2face.faults.milliseconds", 20);
  private static final int LONGEST_WAIT = Integer.getInteger("g2face.faults.wait", 2000);

  /** More pictures than this are taken from photographs. */
  private static final int DRAWN = 1000;

  private static final int IMAGES_PER_TASK = IMAGES > DRAWN ? 64 : 16;
  private static final int WINDOW = 8;

  @TempDir private Path folder;
  private SparkSession cluster;

  @AfterEach
  void stop() {
    if (cluster != null) {
      cluster.stop();
    }
  }

  @Test
  void nothingIsLostNothingComesTwiceAndNoOriginalGetsOut() throws Exception {
    FaultyImages.write(folder.resolve("input"), IMAGES, pictures());
    Path undisturbed = folder.resolve("undisturbed");
    job(TestSpark.session(), new FaultyProvider(0, null), undisturbed, OutputMode.standard()).run();
    TestSpark.stop();

    Files.createDirectories(folder.resolve("working"));
    cluster = cluster();
    Path disturbed = folder.resolve("disturbed");
    int killed = 0;
    int runs = 0;
    long began = System.nanoTime();
    while (runs == 0 || killed < KILLS) {
      try (ExecutorKiller killer =
          new ExecutorKiller(folder.resolve("working"), KILLS - killed, LONGEST_WAIT)) {
        FaultyProvider provider = new FaultyProvider(PACE, folder.resolve("working").toString());
        job(cluster, provider, disturbed, OutputMode.standard().withOverwrite(true)).run();
        killed += killer.killed();
        runs++;
      }
      assertThat(data(disturbed)).isEqualTo(data(undisturbed));
    }
    System.out.printf(
        "%d images, %d executors killed in %d runs, %d s%n",
        IMAGES, killed, runs, Duration.ofNanos(System.nanoTime() - began).toSeconds());
    cluster.stop();

    assertEveryInputEndedAsItMust(disturbed);
    assertNoOriginalPixels(disturbed);
    assertNoOriginalBytes();
  }

  private SparkSession cluster() throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    return SparkSession.builder()
        .master("local-cluster[2,1,768]")
        .appName("faults")
        .config("spark.ui.enabled", "false")
        .config("spark.executor.memory", "512m")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        // Each one that is killed is followed by one that must start.
        .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.executor.heartbeatInterval", "1s")
        .config("spark.deploy.maxExecutorRetries", "-1")
        .config("spark.task.maxFailures", "1000")
        .config("spark.stage.maxConsecutiveAttempts", "1000")
        .config("spark.speculation", "true")
        .config("spark.speculation.quantile", "0.3")
        .config("spark.speculation.multiplier", "1.1")
        .config("spark.io.encryption.enabled", "true")
        .config("spark.authenticate", "true")
        .config("spark.authenticate.secret", "known to this test")
        .config("spark.network.crypto.enabled", "true")
        .config("spark.eventLog.enabled", "true")
        .config("spark.eventLog.dir", made("events").toUri().toString())
        .config("spark.local.dir", made("local").toString())
        .config("spark.hadoop.fs.file.impl", FullDisk.class.getName())
        .config("spark.hadoop." + FullDisk.SHARE, "0.1")
        .getOrCreate();
  }

  private AnonymizeFaces job(
      SparkSession spark, FaultyProvider provider, Path output, OutputMode access) {
    return new AnonymizeFaces(spark)
        .transform(provider)
        .input(List.of(folder.resolve("input").toString()))
        .output(output.toString())
        .access(access)
        .layout(Layout.BOTH)
        .batchSize(4)
        .inputOptions(new InputOptions("image", Optional.empty(), false, IMAGES_PER_TASK, 1 << 30));
  }

  private void assertEveryInputEndedAsItMust(Path output) throws IOException {
    Map<String, Row> audit = rows(output.resolve("audit"));
    assertThat(audit.keySet()).isEqualTo(names(folder.resolve("input")));
    Set<String> published = new TreeSet<>();
    Set<String> refused = new TreeSet<>();
    for (Map.Entry<String, Row> entry : audit.entrySet()) {
      String name = entry.getKey();
      String decision = entry.getValue().getAs("decision");
      FaultyImages.Kind.of(name)
          .decision()
          .ifPresent(expected -> assertThat(decision).as(name).isEqualTo(expected));
      (decision.equals("published") ? published : refused).add(name);
      if (!decision.equals("ignored")) {
        byte[] source = Files.readAllBytes(folder.resolve("input").resolve(name));
        assertThat(entry.getValue().<String>getAs("input_sha256")).isEqualTo(Sha256.of(source));
      }
    }
    assertThat(rows(output.resolve("images")).keySet()).isEqualTo(published);
    assertThat(rows(output.resolve("quarantine")).keySet()).isEqualTo(refused);
    assertThat(names(output.resolve("files")))
        .isEqualTo(
            new TreeSet<>(
                published.stream().map(name -> name.replaceAll("[.]jpg$", ".png")).toList()));
  }

  /** Each published picture is the inverse of its original, which is never the original. */
  private void assertNoOriginalPixels(Path output) throws IOException {
    ImageDecoder decoder = new ImageDecoder();
    for (String name : rows(output.resolve("images")).keySet()) {
      RgbImage original = decode(decoder, folder.resolve("input").resolve(name));
      Path file = output.resolve("files").resolve(name.replaceAll("[.]jpg$", ".png"));
      RgbImage image = decode(decoder, file);
      byte[] levels = original.resize(image.width(), image.height()).toBytes();
      for (int i = 0; i < levels.length; i++) {
        levels[i] = (byte) ~levels[i];
      }
      assertThat(image.toBytes()).as(name).isEqualTo(levels);
    }
  }

  /** Whatever Spark and the jobs have written: outputs, spills, event logs, executors' logs. */
  private void assertNoOriginalBytes() throws IOException {
    Set<Long> windows = new HashSet<>();
    for (String name : names(folder.resolve("input"))) {
      byte[] bytes = Files.readAllBytes(folder.resolve("input").resolve(name));
      if (bytes.length > 500 && FaultyImages.Kind.of(name) != FaultyImages.Kind.BOMB) {
        windows.add(window(bytes, bytes.length * 3 / 4));
      }
    }
    assertThat(windows.size()).isGreaterThan(IMAGES / 3);
    int files = 0;
    for (Path root : List.of(folder, Path.of(System.getenv("SPARK_HOME"), "work"))) {
      try (Stream<Path> walk = Files.walk(root)) {
        for (Path file : walk.filter(Files::isRegularFile).toList()) {
          if (file.startsWith(folder.resolve("input")) || file.toString().endsWith(".jar")) {
            continue;
          }
          files++;
          byte[] bytes = Files.readAllBytes(file);
          for (int i = 0; i + WINDOW <= bytes.length; i++) {
            if (windows.contains(window(bytes, i))) {
              throw new AssertionError("a piece of an original in " + file);
            }
          }
        }
      }
    }
    assertThat(files).isGreaterThan(IMAGES / 2);
    assertThat(folder.resolve("events")).isNotEmptyDirectory();
  }

  private static long window(byte[] bytes, int at) {
    long window = 0;
    for (int i = 0; i < WINDOW; i++) {
      window = window << 8 | bytes[at + i] & 0xff;
    }
    return window;
  }

  /** Drawn ones, or where there are many, photographs. */
  private IntFunction<byte[]> pictures() {
    if (IMAGES <= DRAWN) {
      return i -> TestImages.encoded("jpg", 48, 40, i);
    }
    List<Row> rows =
        TestSpark.session()
            .read()
            .parquet(Fixtures.path("faces/train").toString())
            .select("image.bytes")
            .limit(IMAGES)
            .collectAsList();
    return i -> rows.get(i % rows.size()).getAs(0);
  }

  private Path made(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  private static RgbImage decode(ImageDecoder decoder, Path file) throws IOException {
    return ((Picture) decoder.decode(Files.readAllBytes(file), file.toString())).image();
  }

  private static Set<String> names(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return new TreeSet<>(
          files
              .filter(Files::isRegularFile)
              .map(file -> root.relativize(file).toString())
              .toList());
    }
  }

  /** Checksums of all data, by path. */
  private static Map<String, String> data(Path output) throws IOException {
    Map<String, String> data = new TreeMap<>();
    for (String part : List.of("images", "files", "quarantine", "audit")) {
      for (String name : names(output.resolve(part))) {
        data.put(
            part + "/" + name, Sha256.of(Files.readAllBytes(output.resolve(part).resolve(name))));
      }
    }
    return data;
  }

  private static Map<String, Row> rows(Path part) {
    Map<String, Row> rows = new TreeMap<>();
    List<String> files =
        Arrays.stream(part.toFile().listFiles()).map(file -> file.toString()).toList();
    TestSpark.session()
        .read()
        .parquet(files.toArray(String[]::new))
        .drop("image")
        .collectAsList()
        .forEach(row -> assertThat(rows.put(row.getAs("image_id"), row)).as("twice").isNull());
    return rows;
  }
}
