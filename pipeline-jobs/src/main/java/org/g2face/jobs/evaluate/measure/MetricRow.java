package org.g2face.jobs.evaluate.measure;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One number of an evaluation: a row of {@code metrics/}.
 *
 * @param runId names the run; runs that are later sort behind earlier ones
 * @param runDate day on which the run began, in UTC; the partition of the row
 * @param table the table of the paper that shows such a number
 * @param measure what was measured
 * @param network the network that judged, by its name in the configuration; empty where none did
 * @param dataset what was looked at, by the name that the run was given
 * @param model what anonymized, by the name that the run was given; {@code original} where nothing
 *     did
 * @param value the number; NaN if it was not measured
 * @param standardError of the value: one standard deviation of what another sample of as many
 *     images would give, by bootstrap; in table I the standard deviation over folds; NaN if unknown
 * @param low where the 95 % confidence interval by bootstrap begins; NaN if unknown
 * @param high where it ends; NaN if unknown
 * @param n images or pairs that the value rests on; 0 if it was not measured
 * @param note why a number was not measured, or what else must be known; empty for nothing
 */
public record MetricRow(
    String runId,
    LocalDate runDate,
    Table table,
    Measure measure,
    String network,
    String dataset,
    String model,
    double value,
    double standardError,
    double low,
    double high,
    long n,
    String note)
    implements Serializable {

  /** The model of numbers about the original faces. */
  public static final String ORIGINAL = "original";

  public MetricRow {
    Objects.requireNonNull(runId);
    Objects.requireNonNull(runDate);
    Objects.requireNonNull(table);
    Objects.requireNonNull(measure);
    Objects.requireNonNull(network);
    Objects.requireNonNull(dataset);
    Objects.requireNonNull(model);
    Objects.requireNonNull(note);
    if (!Double.isNaN(value) && n < 1) {
      throw new IllegalArgumentException("a value of " + measure + " that rests on nothing");
    }
  }

  /** The value, empty if it was not measured. */
  public OptionalDouble measured() {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Whether two rows are the same number of two runs. */
  public boolean sameAs(MetricRow other) {
    return table == other.table
        && measure == other.measure
        && network.equals(other.network)
        && dataset.equals(other.dataset)
        && model.equals(other.model);
  }
}
