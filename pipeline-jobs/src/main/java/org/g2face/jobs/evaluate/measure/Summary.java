package org.g2face.jobs.evaluate.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The numbers of a run for the console: tables shaped like the paper's, with the paper's own
 * columns beside.
 */
public final class Summary {
  private Summary() {}

  /**
   * Lays the numbers out.
   *
   * @param rows of one run
   */
  public static String of(List<MetricRow> rows) {
    StringBuilder text = new StringBuilder();
    for (Table table : Table.values()) {
      List<MetricRow> ours = rows.stream().filter(row -> row.table() == table).toList();
      if (ours.stream().anyMatch(row -> row.measured().isPresent())) {
        text.append("\nTable ").append(table.key()).append(". ").append(table.title());
        Grid grid = Grid.of(table, rows);
        text.append(" (").append(datasets(ours)).append(")\n");
        grid.notes().forEach(note -> text.append(note).append('\n'));
        text.append(aligned(lines(grid)));
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

  private static List<List<String>> lines(Grid grid) {
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>();
    lines.add(head);
    if (grid.methodsAbove()) {
      head.add("measure");
      head.addAll(grid.methods().keySet());
      for (Grid.Criterion criterion : grid.criteria()) {
        List<String> line = new ArrayList<>(List.of(criterion.label()));
        grid.methods().values().forEach(cells -> line.add(text(cells.get(criterion))));
        lines.add(line);
      }
    } else {
      head.add("method");
      grid.criteria().forEach(criterion -> head.add(criterion.label()));
      grid.methods()
          .forEach(
              (method, cells) -> {
                List<String> line = new ArrayList<>(List.of(method));
                grid.criteria().forEach(criterion -> line.add(text(cells.get(criterion))));
                lines.add(line);
              });
    }
    return lines;
  }

  private static String text(Grid.Cell cell) {
    return cell == null ? "" : cell.text();
  }

  private static String aligned(List<List<String>> grid) {
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
