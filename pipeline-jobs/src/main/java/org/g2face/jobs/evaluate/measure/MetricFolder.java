package org.g2face.jobs.evaluate.measure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileSystems;

/**
 * The folder in which evaluations keep their numbers, run beside run.
 *
 * <pre>
 * metrics/run_date=2026-01-31/RUN-*.parquet     the numbers of all runs, long form
 * per_image/run_date=2026-01-31/RUN-*.parquet   the same for each image
 * unmatched/run_date=2026-01-31/RUN-*.parquet   pictures that could not be compared, and why
 * embeddings/run_date=2026-01-31/RUN-*.parquet  identities of dummies, where diversity was asked for
 * latest.json, latest.prom                      the newest run for programs
 * </pre>
 */
public final class MetricFolder {
  static final String METRICS = "metrics";
  static final String IMAGES = "per_image";

  /** Pictures that could not be compared. */
  public static final String UNMATCHED = "unmatched";

  /** Embeddings of dummies. */
  public static final String EMBEDDINGS = "embeddings";

  private final SparkSession spark;
  private final FileSystem store;
  private final Path folder;

  /**
   * @throws UsageException if there is no such store
   */
  public MetricFolder(SparkSession spark, String uri) {
    this.spark = spark;
    try {
      Path path = new Path(uri);
      this.store = HadoopFileSystems.of(path, spark.sparkContext().hadoopConfiguration());
      this.folder = store.makeQualified(path);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException("cannot write the output " + uri + ": " + e.getMessage(), e);
    }
  }

  /** Begins to add a run. */
  public NewRun begin(String runId) throws IOException {
    return new NewRun(store, folder, runId);
  }

  /** Every number of every run, the oldest run first. */
  public List<MetricRow> history() throws IOException {
    return read(METRICS, MetricSchema.METRICS)
        .map(
            rows ->
                rows
                    .orderBy("run_id", "table", "measure", "network", "dataset", "model")
                    .collectAsList()
                    .stream()
                    .map(MetricSchema::metric)
                    .toList())
        .orElse(List.of());
  }

  /** The numbers of each image of a run; empty if there are none. */
  public Dataset<ImageRow> images(String runId) throws IOException {
    MapFunction<Row, ImageRow> read = MetricSchema::image;
    return read(IMAGES, MetricSchema.IMAGES)
        .map(rows -> rows.filter(rows.col("run_id").equalTo(runId)))
        .orElseGet(
            () -> spark.createDataFrame(List.<Row>of(), MetricSchema.withDate(MetricSchema.IMAGES)))
        .map(read, Encoders.javaSerialization(ImageRow.class));
  }

  private Optional<Dataset<Row>> read(String name, StructType schema) throws IOException {
    Path path = new Path(folder, name);
    try {
      store.getFileStatus(path);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    return Optional.of(spark.read().schema(MetricSchema.withDate(schema)).parquet(path.toString()));
  }
}
