package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.g2face.Fixtures;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.TestSpark;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SSIM, PSNR, MAE and one recogniser on pairs of small pictures, on one core and on two:
 *
 * <pre>
 * mvn test -pl pipeline-jobs -am -Dtest=EvaluateThroughputTest -Dexcluded.tags= \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dg2face.pairs=30000 -Dg2face.cores=1,2
 * </pre>
 *
 * <p>Each number of cores first meets a tenth of the pairs, which compiles the code and shows
 * whether memory grows with the pairs. Peak memory is that of the whole process, Spark included,
 * for the time of one run. That two cores are worth 1.8 is asked only of ten thousand pairs and
 * more: what a job costs before its first image does not scale.
 */
@Tag("long")
class EvaluateThroughputTest {
  private static final int PAIRS = Integer.getInteger("g2face.pairs", 30_000);
  private static final List<Integer> CORES =
      Stream.of(System.getProperty("g2face.cores", "1,2").split(","))
          .map(Integer::valueOf)
          .toList();
  private static final int ENOUGH = 10_000;
  private static final int SIDE = 64;

  @TempDir private Path folder;

  @Test
  void twoCoresAreNearlyTwiceAsFast() throws IOException {
    write("original", false);
    write("recovered", true);
    Path models = Fixtures.path("models").toAbsolutePath();
    Path conf =
        Files.writeString(
            folder.resolve("evaluation.conf"),
            """
            folder = "%s"
            networks.mobilefacenet {
              kind = recogniser, file = mobilefacenet.onnx, input = input0, output = output0
              box = [0.12, 0.118, 0.879, 0.877], width = 112, height = 112, colours = rgb
              mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225]
            }
            """
                .formatted(models));
    Map<Integer, Double> speeds = new TreeMap<>();
    for (int cores : CORES) {
      speeds.put(cores, perSecond(conf, cores));
    }
    if (speeds.containsKey(1) && speeds.containsKey(2)) {
      double ratio = speeds.get(2) / speeds.get(1);
      System.out.printf("scaling from 1 to 2 cores: %.2f%n", ratio);
      if (PAIRS >= ENOUGH) {
        assertThat(ratio).isGreaterThanOrEqualTo(1.8);
      }
    }
  }

  private double perSecond(Path conf, int cores) throws IOException {
    TestSpark.stop();
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[" + cores + "]")
            .config("spark.ui.enabled", "false")
            .config("spark.io.encryption.enabled", "true")
            .getOrCreate()) {
      run(spark, conf, cores, Math.max(1, PAIRS / 10));
      return run(spark, conf, cores, PAIRS);
    }
  }

  /** Prints what a run over so many of the pairs took, and gives pairs a second. */
  private double run(SparkSession spark, Path conf, int cores, int pairs) throws IOException {
    boolean alone = forgetPeak();
    EvaluatedModel subject =
        new EvaluatedModel("blurred", List.of(), List.of(at("recovered")), Optional.empty());
    EvaluateResult result =
        new EvaluateFaces(spark)
            .original(List.of(at("original")))
            .subjects(List.of(subject))
            .networks(
                EvaluationConf.read(conf.toString(), spark.sparkContext().hadoopConfiguration()))
            .sampling(
                pairs == PAIRS
                    ? Sampling.all()
                    : Sampling.of(Integer.toString(pairs), Optional.empty(), "1"))
            .size(SIDE)
            .partitions(16)
            .output(at("output-" + cores))
            .run();
    assertThat(result.counts()).containsEntry("compared", (long) pairs).hasSize(1);
    double perSecond = pairs / (result.duration().toMillis() / 1e3);
    System.out.printf(
        "%,d pairs on %d core(s): %.1f s, %.1f pairs a second, %.1f images a second a core;"
            + " peak memory %s%s%n",
        pairs,
        cores,
        result.duration().toMillis() / 1e3,
        perSecond,
        2 * perSecond / cores,
        peak(),
        alone ? "" : " since the process began");
    return perSecond;
  }

  /** Lets Linux count the peak from now on; false where that cannot be done. */
  private static boolean forgetPeak() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private static String peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.isReadable(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .map(line -> line.replaceAll("\\D", ""))
            .map(kilobytes -> Long.parseLong(kilobytes) / 1024 + " MiB")
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }

  private void write(String name, boolean blurred) {
    int pairs = PAIRS;
    Dataset<Row> faces =
        TestSpark.session().read().parquet(Fixtures.path("faces/train").toString());
    List<Row> some = faces.select("image.bytes").limit(Math.min(pairs, 2000)).collectAsList();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < pairs; i += 1000) {
      numbers.add(i);
    }
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
    var shared = context.broadcast(some.stream().map(row -> row.<byte[]>getAs(0)).toList());
    var rows =
        context
            .parallelize(numbers, 8)
            .flatMap(from -> rows(shared.value(), from, Math.min(from + 1000, pairs), blurred));
    StructType image =
        new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);
    StructType schema = new StructType().add("image", image).add("image_id", "string");
    TestSpark.session().createDataFrame(rows, schema).write().parquet(at(name));
  }

  /** Pictures that differ by what they repeat and by one level of their first pixel. */
  private static Iterator<Row> rows(List<byte[]> faces, int from, int to, boolean blurred) {
    List<Row> rows = new ArrayList<>();
    ImageDecoder decoder = new ImageDecoder();
    for (int i = from; i < to; i++) {
      Decoded decoded = decoder.decode(faces.get(i % faces.size()), "");
      byte[] levels = ((Decoded.Picture) decoded).image().resize(SIDE, SIDE).toBytes();
      levels[0] = (byte) (i / faces.size());
      RgbImage face = RgbImage.of(SIDE, SIDE, levels);
      RgbImage shown = blurred ? face.resize(SIDE / 2, SIDE / 2).resize(SIDE, SIDE) : face;
      rows.add(
          RowFactory.create(RowFactory.create(new ImageEncoder().png(shown), null), "face-" + i));
    }
    return rows.iterator();
  }
}
