package org.g2face.jobs.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.input.ImageDataset;

/**
 * Draws the images of a sample: in each stratum those whose keys have the smallest hashes. The
 * driver and each executor hold eight bytes for each image of the sample.
 */
record Sample(SparkSession spark, Sampling sampling, ImageKeys keys) {
  private static final StructType SCHEMA =
      new StructType().add("stratum", DataTypes.StringType).add("hash", DataTypes.LongType);

  /**
   * @param originals from which it is drawn
   * @param uris of the originals, for the column that they are stratified by
   * @param idColumn that names the originals
   * @return hashes, ascending
   * @throws UsageException if there is no such column
   */
  long[] draw(ImageDataset originals, List<String> uris, String idColumn) {
    Dataset<Row> hashes =
        spark.createDataFrame(
            sampling.stratify().isPresent()
                ? stratified(uris, idColumn, sampling.stratify().get())
                : hashed(originals.ids()),
            SCHEMA);
    Map<String, Long> sizes = new TreeMap<>();
    for (Row row : hashes.groupBy("stratum").count().collectAsList()) {
      sizes.put(row.getString(0), row.getLong(1));
    }
    List<Row> quotas =
        quotas(sizes, sampling.of(sizes.values().stream().mapToLong(Long::longValue).sum()))
            .entrySet()
            .stream()
            .map(quota -> RowFactory.create(quota.getKey(), quota.getValue()))
            .toList();
    StructType quotaSchema =
        new StructType().add("stratum", DataTypes.StringType).add("quota", DataTypes.LongType);
    List<Long> chosen =
        hashes
            .withColumn("rank", row_number().over(Window.partitionBy("stratum").orderBy("hash")))
            .join(spark.createDataFrame(quotas, quotaSchema), "stratum")
            .filter(col("rank").leq(col("quota")))
            .select("hash")
            .as(Encoders.LONG())
            .collectAsList();
    long[] sample = chosen.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sample);
    return sample;
  }

  /** In proportion to the strata's sizes; what is left by rounding goes to the largest rests. */
  static Map<String, Long> quotas(Map<String, Long> sizes, long count) {
    long all = sizes.values().stream().mapToLong(Long::longValue).sum();
    Map<String, Long> quotas = new TreeMap<>();
    Map<String, Double> rests = new TreeMap<>();
    sizes.forEach(
        (stratum, size) -> {
          double exact = (double) count * size / all;
          quotas.put(stratum, (long) Math.floor(exact));
          rests.put(stratum, exact - Math.floor(exact));
        });
    long left = count - quotas.values().stream().mapToLong(Long::longValue).sum();
    rests.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(left)
        .forEach(rest -> quotas.merge(rest.getKey(), 1L, Long::sum));
    return quotas;
  }

  private JavaRDD<Row> hashed(JavaRDD<String> ids) {
    String seed = sampling.seed();
    ImageKeys by = keys;
    return ids.map(id -> RowFactory.create("", hash(seed, by.ofOriginal(id))));
  }

  private JavaRDD<Row> stratified(List<String> uris, String idColumn, String column) {
    String seed = sampling.seed();
    ImageKeys by = keys;
    Dataset<Row> table;
    try {
      table =
          spark
              .read()
              .option("recursiveFileLookup", "true")
              .option("pathGlobFilter", "*.parquet")
              .parquet(uris.toArray(String[]::new))
              .select(
                  col(idColumn).cast(DataTypes.StringType), col(column).cast(DataTypes.StringType));
    } catch (Exception e) {
      // Spark throws its checked exception without declaring it.
      throw noColumn(column, idColumn, e);
    }
    return table
        .javaRDD()
        .map(
            row ->
                RowFactory.create(
                    row.isNullAt(1) ? "" : row.getString(1),
                    hash(seed, by.ofOriginal(row.getString(0)))));
  }

  private static UsageException noColumn(String column, String idColumn, Exception e) {
    return new UsageException(
        "cannot stratify by the column "
            + column
            + ": the originals must be Parquet files with it"
            + " and the ids in "
            + idColumn
            + " ("
            + e.getMessage().lines().findFirst().orElse("")
            + ")",
        e);
  }

  /** The first eight bytes of SHA-256 over seed and key. */
  static long hash(String seed, String key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(seed.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8))).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
