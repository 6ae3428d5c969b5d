package org.g2face.jobs.train;

import java.io.Serializable;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/** Runs a task on every rank at the same time. */
final class BarrierStage {
  /** A function that Spark can send to executors. */
  private interface Body<V> extends Function1<Iterator<Integer>, Iterator<V>>, Serializable {}

  /** What a rank does. */
  interface Rank<V> extends Callable<V>, Serializable {}

  private BarrierStage() {}

  /**
   * Runs the ranks to their end. When one is lost all are started again, as often as {@code
   * spark.stage.maxConsecutiveAttempts} allows.
   *
   * @param type of the results
   * @return what they returned, in no order
   */
  static <V> List<V> run(JavaSparkContext context, int ranks, Rank<V> rank, Class<V> type) {
    List<Integer> numbers = IntStream.range(0, ranks).boxed().toList();
    Body<V> body = ignored -> JavaConverters.asScalaIterator(List.of(call(rank)).iterator());
    return context
        .parallelize(numbers, ranks)
        .rdd()
        .barrier()
        .mapPartitions(body, false, ClassTag$.MODULE$.<V>apply(type))
        .toJavaRDD()
        // Spark never repeats the last stage of a job if it is a barrier stage; before a shuffle it
        // does.
        .repartition(1)
        .collect();
  }

  private static <V> V call(Rank<V> rank) {
    try {
      return rank.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** How many tasks of the default kind can run at the same time, with what is there now. */
  static int slots(SparkContext context) {
    return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
  }
}
