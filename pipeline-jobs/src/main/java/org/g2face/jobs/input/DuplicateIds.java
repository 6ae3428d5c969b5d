package org.g2face.jobs.input;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/** Finds texts that occur more than once; Spark spills what does not fit into memory. */
final class DuplicateIds {
  private static final int MOST_PARTITIONS = 200;

  private DuplicateIds() {}

  static List<String> find(JavaRDD<String> texts, int atMost) {
    return texts
        .mapToPair(text -> new Tuple2<>(text, 1L))
        .reduceByKey(Long::sum, Math.min(texts.getNumPartitions(), MOST_PARTITIONS))
        .filter(count -> count._2() > 1)
        .keys()
        .take(atMost);
  }
}
