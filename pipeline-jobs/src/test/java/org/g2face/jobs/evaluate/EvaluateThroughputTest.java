package org.g2face.jobs.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dg2face.pairs=30000
 * </pre>
 */
@Tag("long")
class EvaluateThroughputTest {
  private static final int PAIRS = Integer.getInteger("g2face.pairs", 30_000);
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
    double one = perSecond(conf, 1);
    double two = perSecond(conf, 2);
    System.out.printf(
        "%d pairs: %.1f a second on one core, %.1f on two: %.2f times; peak %s%n",
        PAIRS, one, two, two / one, peak());
    assertThat(two / one).isGreaterThanOrEqualTo(1.8);
  }

  private double perSecond(Path conf, int cores) {
    TestSpark.stop();
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[" + cores + "]")
            .config("spark.ui.enabled", "false")
            .config("spark.io.encryption.enabled", "true")
            .getOrCreate()) {
      Subject subject =
          new Subject("blurred", List.of(), List.of(at("recovered")), Optional.empty());
      EvaluateResult result =
          new EvaluateFaces(spark)
              .original(List.of(at("original")))
              .subjects(List.of(subject))
              .networks(
                  EvaluationConf.read(conf.toString(), spark.sparkContext().hadoopConfiguration()))
              .size(SIDE)
              .partitions(16)
              .output(at("output-" + cores))
              .run();
      assertThat(result.counts()).containsEntry("compared", (long) PAIRS).hasSize(1);
      return PAIRS / (result.duration().toMillis() / 1e3);
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
