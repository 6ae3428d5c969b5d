package org.g2face.jobs.evaluate;

import static org.apache.spark.sql.types.DataTypes.StringType;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.g2face.jobs.evaluate.ImageResult.Problem;
import org.g2face.jobs.evaluate.measure.ImageRow;

/**
 * The evaluation of single images, as rows of the run's tables and as counts.
 *
 * @param dataset what the originals are called
 * @param labels of the subjects, in their order
 */
record ImageTables(
    String runId, LocalDate date, String dataset, List<String> labels, EvaluationPlan plan)
    implements Serializable {
  /** The columns of {@code unmatched/}. */
  static final StructType UNMATCHED =
      new StructType()
          .add("run_id", StringType, false)
          .add("image_id", StringType, false)
          .add("dataset", StringType, false)
          .add("reason", StringType, false)
          .add("detail", StringType, false);

  /** The numbers of each image that there are. */
  JavaRDD<ImageRow> numbers(JavaRDD<ImageResult> results) {
    return results.flatMap(this::numbers);
  }

  private Iterator<ImageRow> numbers(ImageResult result) {
    List<ImageRow> rows = new ArrayList<>();
    for (int i = 0; i < plan.columns().size(); i++) {
      Column column = plan.columns().get(i);
      if (Double.isFinite(result.values()[i])) {
        rows.add(
            new ImageRow(
                runId,
                date,
                result.id(),
                column.measure(),
                column.network(),
                dataset,
                labels.get(column.subject()),
                result.values()[i]));
      }
    }
    return rows.iterator();
  }

  /** Rows of {@link #UNMATCHED}: pictures that could not be compared, and why. */
  JavaRDD<Row> unmatched(JavaRDD<ImageResult> results) {
    return results.flatMap(
        result ->
            result.problems().stream().map(problem -> unmatched(result.id(), problem)).iterator());
  }

  private Row unmatched(String id, Problem problem) {
    return RowFactory.create(
        runId, id, names().get(problem.source()), problem.reason(), problem.detail());
  }

  /** Pictures by what became of them. */
  Map<String, Long> counts(MetricAggregator tally) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("compared", tally.compared());
    List<String> names = names();
    tally
        .problems()
        .forEach(
            (source, reasons) ->
                reasons.forEach(
                    (reason, count) -> counts.put(names.get(source) + "." + reason, count)));
    return counts;
  }

  /** What datasets are called where they are told apart, by their numbers. */
  private List<String> names() {
    List<String> names = new ArrayList<>(List.of("original"));
    for (String label : labels) {
      names.add(label + ".anonymized");
      names.add(label + ".recovered");
    }
    return names;
  }
}
