package org.g2face.jobs.evaluate.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One of the paper's tables: what the paper says of other methods, and what a run says of its own.
 *
 * @param criteria what methods are compared by
 * @param methods cells of each method, the paper's first; a method need not have all criteria
 * @param notes what else must be known of the run's numbers
 */
public record Grid(
    Table table,
    List<Criterion> criteria,
    Map<String, Map<Criterion, Cell>> methods,
    List<String> notes) {
  private static final String NOT_MEASURED = "not measured";

  /** A measure and the network that judges. */
  public record Criterion(Measure measure, String network) {
    /** A heading for a person. */
    public String label() {
      return measure.label() + (network.isEmpty() ? "" : ", " + network);
    }
  }

  /**
   * A number for a person.
   *
   * @param value NaN if it was not measured
   * @param error standard error, or what the paper gives behind its plus or minus; NaN if unknown
   * @param low where the 95 % confidence interval begins; NaN if unknown
   * @param high where it ends; NaN if unknown
   * @param paper whether the paper says so
   */
  public record Cell(
      Measure measure, double value, double error, double low, double high, boolean paper) {

    static Cell of(PaperValue value) {
      return new Cell(
          value.measure(), value.value(), value.deviation(), Double.NaN, Double.NaN, true);
    }

    /** The number of a row. */
    public static Cell of(MetricRow row) {
      return new Cell(
          row.measure(), row.value(), row.standardError(), row.low(), row.high(), false);
    }

    /** Whether there is a number. */
    public boolean measured() {
      return !Double.isNaN(value);
    }

    /** The number in the unit that a person reads it in, and what is behind its plus or minus. */
    public String text() {
      return measured() ? number(value) + deviation() + suffix() : NOT_MEASURED;
    }

    /** The number alone. */
    public String plain() {
      return measured() ? number(value) + suffix() : NOT_MEASURED;
    }

    /** The standard error, with its plus or minus before it; empty if unknown. */
    public String deviation() {
      return Double.isNaN(error) ? "" : " ± " + number(error);
    }

    /** The confidence interval; empty if unknown. */
    public String interval() {
      return Double.isNaN(low) || Double.isNaN(high)
          ? ""
          : "[" + number(low) + ", " + number(high) + "]";
    }

    private String number(double number) {
      double unit =
          switch (measure) {
            case OPERATIONS -> 1e9;
            case PARAMETERS -> 1e6;
            case PEAK_MEMORY -> 1 << 20;
            default -> 1;
          };
      return String.format(Locale.ROOT, "%.4f", number / unit);
    }

    private String suffix() {
      return switch (measure) {
        case OPERATIONS -> " G";
        case PARAMETERS -> " M";
        case PEAK_MEMORY -> " MiB";
        default -> "";
      };
    }
  }

  /**
   * Lays a table out. It has what was measured, and what the paper reports.
   *
   * @param rows of one run; those of other tables are left out
   */
  public static Grid of(Table table, List<MetricRow> rows) {
    List<MetricRow> ours = rows.stream().filter(row -> row.table() == table).toList();
    List<PaperValue> theirs =
        PaperValue.all().stream().filter(value -> value.table() == table).toList();
    Set<Criterion> criteria = criteria(ours, theirs);
    Map<String, Map<Criterion, Cell>> methods = new LinkedHashMap<>();
    for (PaperValue value : theirs) {
      Criterion criterion = new Criterion(value.measure(), value.network());
      if (criteria.contains(criterion)) {
        methods
            .computeIfAbsent(value.method() + " (paper)", method -> new LinkedHashMap<>())
            .put(criterion, Cell.of(value));
      }
    }
    for (MetricRow row : ours) {
      methods
          .computeIfAbsent(row.model(), model -> new LinkedHashMap<>())
          .put(new Criterion(row.measure(), row.network()), Cell.of(row));
    }
    return new Grid(table, new ArrayList<>(criteria), methods, notes(ours));
  }

  private static List<String> notes(List<MetricRow> rows) {
    return rows.stream()
        .filter(row -> row.measured().isPresent())
        .map(MetricRow::note)
        .filter(note -> !note.isEmpty())
        .distinct()
        .toList();
  }

  private static Set<Criterion> criteria(List<MetricRow> ours, List<PaperValue> theirs) {
    Set<Criterion> reported =
        theirs.stream()
            .map(value -> new Criterion(value.measure(), value.network()))
            .collect(Collectors.toSet());
    Set<Criterion> criteria = new LinkedHashSet<>();
    for (MetricRow row : ours) {
      Criterion criterion = new Criterion(row.measure(), row.network());
      if (row.measured().isPresent() || reported.contains(criterion)) {
        criteria.add(criterion);
      }
    }
    return criteria;
  }

  /** Whether the paper has its methods as columns, not as rows. */
  public boolean methodsAbove() {
    return table == Table.III || table == Table.VII;
  }
}
