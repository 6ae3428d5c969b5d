package org.g2face.jobs.dataset;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/** Finds texts that occur more than once; Spark spills what does not fit into memory. */
final class Repeats {
  private Repeats() {}

  static List<String> find(SparkSession spark, JavaRDD<String> texts, int atMost) {
    return spark
        .createDataset(texts.rdd(), Encoders.STRING())
        .groupBy("value")
        .count()
        .where(col("count").gt(1))
        .select("value")
        .limit(atMost)
        .as(Encoders.STRING())
        .collectAsList();
  }
}
