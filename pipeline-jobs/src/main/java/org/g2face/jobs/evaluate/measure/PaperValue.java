package org.g2face.jobs.evaluate.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A number that the paper reports, for comparison only: its faces, its crops and some of its
 * networks are others than those of a run.
 *
 * @param table where the paper has it
 * @param network by the name that {@code conf/evaluation.conf} gives it; empty where none judged
 * @param method that made the pictures, such as {@code RiDDLE}
 * @param value in the units of the measure
 * @param deviation what the paper gives behind its plus or minus; NaN where it gives none
 */
public record PaperValue(
    Table table, Measure measure, String network, String method, double value, double deviation) {

  /** Tables I to VII of IEEE TIFS 2024, in the paper's order. */
  public static List<PaperValue> all() {
    try (InputStream stream = PaperValue.class.getResourceAsStream("paper.csv");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(PaperValue::of).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PaperValue of(String line) {
    String[] cells = line.split(",", -1);
    return new PaperValue(
        Table.of(cells[0]),
        Measure.of(cells[1]),
        cells[2],
        cells[3],
        Double.parseDouble(cells[4]),
        cells[5].isEmpty() ? Double.NaN : Double.parseDouble(cells[5]));
  }
}
