package org.g2face.jobs.evaluate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.UsageException;

/**
 * Two images of a verification list.
 *
 * @param left key of the image that stays as it is
 * @param right key of the image that is anonymized
 * @param same whether both show one person
 * @param fold the pair belongs to, from 0
 */
record Pair(String left, String right, boolean same, int fold) implements Serializable {

  /**
   * Reads a CSV file with the columns left, right, same (1 or 0) and perhaps fold. Without folds,
   * the pairs of each kind are divided into so many in the order of the file, as on LFW.
   *
   * @throws UsageException if it cannot be read, naming the line
   */
  static List<Pair> read(String uri, ImageKeys keys, int folds, Configuration hadoop) {
    List<String[]> rows = new ArrayList<>();
    Path path = new Path(uri);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(path.getFileSystem(hadoop).open(path), StandardCharsets.UTF_8))) {
      List<String> header = Arrays.asList(cells(lines.readLine()));
      if (!header.containsAll(List.of("left", "right", "same"))) {
        throw new UsageException(
            "the pairs " + uri + " have no columns left, right and same but " + header);
      }
      int[] places = {
        header.indexOf("left"),
        header.indexOf("right"),
        header.indexOf("same"),
        header.indexOf("fold")
      };
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          rows.add(row(cells(line), places, uri, rows.size() + 2));
        }
      }
    } catch (IOException e) {
      throw new UsageException("cannot read the pairs " + uri + ": " + e.getMessage(), e);
    }
    return folded(rows, keys, folds);
  }

  private static String[] cells(String line) {
    return line == null ? new String[0] : line.strip().split("\\s*,\\s*", -1);
  }

  private static String[] row(String[] cells, int[] places, String uri, int number) {
    int last = Arrays.stream(places).max().orElseThrow();
    boolean fold = places[3] >= 0;
    if (cells.length <= last
        || !cells[places[2]].matches("[01]")
        || fold && !cells[places[3]].matches("\\d{1,6}")) {
      throw new UsageException(
          uri
              + ", line "
              + number
              + ": a pair is left,right,same with 1 or 0 for same"
              + (fold ? ", and the number of a fold" : ""));
    }
    return new String[] {
      cells[places[0]], cells[places[1]], cells[places[2]], fold ? cells[places[3]] : null
    };
  }

  private static List<Pair> folded(List<String[]> rows, ImageKeys keys, int folds) {
    long[] all = new long[2];
    rows.forEach(row -> all[row[2].equals("1") ? 1 : 0]++);
    long[] seen = new long[2];
    List<Pair> pairs = new ArrayList<>();
    for (String[] row : rows) {
      int kind = row[2].equals("1") ? 1 : 0;
      int fold =
          row[3] == null ? (int) (seen[kind]++ * folds / all[kind]) : Integer.parseInt(row[3]);
      pairs.add(new Pair(keys.ofOriginal(row[0]), keys.ofOriginal(row[1]), kind == 1, fold));
    }
    return pairs;
  }
}
