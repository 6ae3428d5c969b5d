package org.g2face.jobs.evaluate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.g2face.jobs.UsageException;

/**
 * A list of verification pairs as its file has it: a CSV file, or a list in the manner of LFW.
 *
 * @param rows in the order of the file
 */
public record PairList(List<Row> rows) {
  private static final int UNTOLD = -1;

  /**
   * One pair.
   *
   * @param left id of the one image
   * @param right id of the other
   * @param fold from 0, or -1 if the file does not tell
   */
  record Row(String left, String right, boolean same, int fold) {}

  /**
   * Reads a CSV file with the columns left, right, same (1 or 0) and perhaps fold, or LFW's
   * pairs.txt.
   *
   * @throws UsageException if it cannot be read, naming the line
   */
  public static PairList read(String uri, Configuration hadoop) {
    Path path = new Path(uri);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(path.getFileSystem(hadoop).open(path), StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      String first = lines.isEmpty() ? "" : lines.get(0).replace("\uFEFF", "").strip();
      List<Row> rows =
          LfwPairs.begin(first) ? LfwPairs.read(lines, first, uri) : table(lines, first, uri);
      return new PairList(rows);
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new UsageException("cannot read the pairs " + uri + ": " + e.getMessage(), e);
    }
  }

  private static List<Row> table(List<String> lines, String first, String uri) {
    List<String> header = Arrays.asList(cells(first));
    if (!header.containsAll(List.of("left", "right", "same"))) {
      throw new UsageException(
          "the pairs "
              + uri
              + " are neither a CSV file, whose first line is left,right,same or"
              + " left,right,same,fold, nor like LFW's pairs.txt, whose first line has the numbers"
              + " of sets and of pairs, such as 10 300; their first line is: "
              + (first.length() > 80 ? first.substring(0, 80) + " ..." : first));
    }
    int[] places = {
      header.indexOf("left"),
      header.indexOf("right"),
      header.indexOf("same"),
      header.indexOf("fold")
    };
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        rows.add(row(cells(lines.get(i)), places, uri, i + 1));
      }
    }
    return rows;
  }

  private static String[] cells(String line) {
    return line.strip().split("\\s*,\\s*", -1);
  }

  private static Row row(String[] cells, int[] places, String uri, int number) {
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
    return new Row(
        cells[places[0]],
        cells[places[1]],
        cells[places[2]].equals("1"),
        fold ? Integer.parseInt(cells[places[3]]) : UNTOLD);
  }

  /**
   * The pairs, by the keys of their images. Without folds, the pairs of each kind are divided into
   * so many in the order of the file, as on LFW.
   */
  List<Pair> pairs(ImageKeys keys, int folds) {
    long[] all = new long[2];
    rows.forEach(row -> all[row.same() ? 1 : 0]++);
    long[] seen = new long[2];
    List<Pair> pairs = new ArrayList<>();
    for (Row row : rows) {
      int kind = row.same() ? 1 : 0;
      int fold = row.fold() == UNTOLD ? (int) (seen[kind]++ * folds / all[kind]) : row.fold();
      pairs.add(
          new Pair(keys.ofOriginal(row.left()), keys.ofOriginal(row.right()), row.same(), fold));
    }
    return pairs;
  }
}
