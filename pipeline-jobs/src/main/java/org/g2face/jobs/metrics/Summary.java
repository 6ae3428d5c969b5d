package org.g2face.jobs.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The numbers of a run for the console: tables shaped like the paper's, with the paper's own
 * columns beside.
 */
public final class Summary {
  private static final String NOT_MEASURED = "not measured";

  private Summary() {}

  /** What a column of tables I, II and V, or a row of the others, is about. */
  private record Criterion(Measure measure, String network) {
    String label() {
      return measure.label() + (network.isEmpty() ? "" : ", " + network);
    }
  }

  /**
   * Lays the numbers out.
   *
   * @param rows of one run
   */
  public static String of(List<MetricRow> rows) {
    StringBuilder text = new StringBuilder();
    List<PaperValue> paper = PaperValue.all();
    for (Table table : Table.values()) {
      List<MetricRow> ours = rows.stream().filter(row -> row.table() == table).toList();
      if (ours.stream().anyMatch(row -> row.measured().isPresent())) {
        text.append("\nTable ").append(table.key()).append(". ").append(table.title());
        text.append(" (").append(datasets(ours)).append(")\n");
        List<PaperValue> theirs = paper.stream().filter(value -> value.table() == table).toList();
        boolean methodsAbove = table == Table.III || table == Table.VII;
        text.append(lines(grid(ours, theirs, methodsAbove)));
      }
    }
    String absent =
        rows.stream()
            .filter(row -> row.measured().isEmpty())
            .map(
                row ->
                    (row.network().isEmpty() ? row.measure().label() : row.network())
                        + " ("
                        + row.note()
                        + ")")
            .distinct()
            .collect(Collectors.joining(", "));
    if (!absent.isEmpty()) {
      text.append("\nNot measured: ").append(absent).append('\n');
    }
    return text.toString();
  }

  private static String datasets(List<MetricRow> rows) {
    return rows.stream().map(MetricRow::dataset).distinct().collect(Collectors.joining(", "));
  }

  private static List<List<String>> grid(
      List<MetricRow> ours, List<PaperValue> theirs, boolean methodsAbove) {
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
    Map<String, Map<Criterion, String>> all = new LinkedHashMap<>();
    for (PaperValue value : theirs) {
      Criterion criterion = new Criterion(value.measure(), value.network());
      if (criteria.contains(criterion)) {
        all.computeIfAbsent(value.method() + " (paper)", method -> new LinkedHashMap<>())
            .put(criterion, number(criterion.measure(), value.value(), value.deviation()));
      }
    }
    for (MetricRow row : ours) {
      all.computeIfAbsent(row.model(), model -> new LinkedHashMap<>())
          .put(
              new Criterion(row.measure(), row.network()),
              row.measured().isEmpty()
                  ? NOT_MEASURED
                  : number(row.measure(), row.value(), row.standardError()));
    }
    return methodsAbove ? methodsAbove(all, criteria) : methodsAside(all, criteria);
  }

  private static List<List<String>> methodsAside(
      Map<String, Map<Criterion, String>> methods, Set<Criterion> criteria) {
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("method"));
    criteria.forEach(criterion -> head.add(criterion.label()));
    lines.add(head);
    methods.forEach(
        (method, cells) -> {
          List<String> line = new ArrayList<>(List.of(method));
          criteria.forEach(criterion -> line.add(cells.getOrDefault(criterion, "")));
          lines.add(line);
        });
    return lines;
  }

  private static List<List<String>> methodsAbove(
      Map<String, Map<Criterion, String>> methods, Set<Criterion> criteria) {
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("measure"));
    head.addAll(methods.keySet());
    lines.add(head);
    for (Criterion criterion : criteria) {
      List<String> line = new ArrayList<>(List.of(criterion.label()));
      methods.values().forEach(cells -> line.add(cells.getOrDefault(criterion, "")));
      lines.add(line);
    }
    return lines;
  }

  private static String number(Measure measure, double value, double error) {
    double unit =
        switch (measure) {
          case OPERATIONS -> 1e9;
          case PARAMETERS -> 1e6;
          case PEAK_MEMORY -> 1 << 20;
          default -> 1;
        };
    String suffix =
        switch (measure) {
          case OPERATIONS -> " G";
          case PARAMETERS -> " M";
          case PEAK_MEMORY -> " MiB";
          default -> "";
        };
    String text = String.format(Locale.ROOT, "%.4f", value / unit);
    String deviation =
        Double.isNaN(error) ? "" : String.format(Locale.ROOT, " ± %.4f", error / unit);
    return text + deviation + suffix;
  }

  private static String lines(List<List<String>> grid) {
    int columns = grid.get(0).size();
    int[] widths = new int[columns];
    for (List<String> line : grid) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : grid) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String padding = " ".repeat(widths[i] - line.get(i).length());
        row.append(i == 0 ? line.get(i) + padding : "  " + padding + line.get(i));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
