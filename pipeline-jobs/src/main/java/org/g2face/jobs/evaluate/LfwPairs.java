package org.g2face.jobs.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.g2face.jobs.UsageException;

/**
 * The format of LFW's pairs.txt.
 *
 * <p>The first line has the number of sets and the number of pairs of each kind in a set ({@code 10
 * 300}), or the latter alone (pairsDevTrain.txt). In each set pairs of one person come first,
 * {@code name 1 4}, then those of two, {@code name 1 other 2}; the picture 4 of a name is {@code
 * name/name_0004.jpg}.
 */
final class LfwPairs {
  private static final int UNTOLD = -1;

  private LfwPairs() {}

  /** Whether such a list begins with the line. */
  static boolean begin(String first) {
    return first.matches("\\d{1,9}(\\s+\\d{1,9})?");
  }

  /**
   * The pairs; a set is a fold, if there are several.
   *
   * @throws UsageException if a line is not what the first one promises
   */
  static List<PairList.Row> read(List<String> lines, String first, String uri) {
    String[] numbers = first.split("\\s+");
    long sets = numbers.length == 1 ? 1 : Long.parseLong(numbers[0]);
    long each = Long.parseLong(numbers[numbers.length - 1]);
    List<PairList.Row> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        boolean same = each > 0 && rows.size() / each % 2 == 0;
        int fold = sets > 1 && each > 0 ? (int) (rows.size() / (2 * each)) : UNTOLD;
        rows.add(row(lines.get(i).strip().split("\\s+"), same, fold, uri + ", line " + (i + 1)));
      }
    }
    if (rows.size() != sets * each * 2) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "the pairs %s begin with %s, which is %,d pairs, and have %,d",
              uri,
              String.join(" ", numbers),
              sets * each * 2,
              rows.size()));
    }
    return rows;
  }

  private static PairList.Row row(String[] words, boolean same, int fold, String where) {
    int right = same ? 2 : 3;
    if (words.length != right + 1
        || !words[1].matches("\\d{1,9}")
        || !words[right].matches("\\d{1,9}")) {
      throw new UsageException(
          where
              + (same
                  ? ": a pair of one person is a name and two numbers, such as Ann_Lee 1 4"
                  : ": a pair of two people is name, number, name, number, such as Ann_Lee 1"
                      + " Bo_Ek 2"));
    }
    return new PairList.Row(
        image(words[0], words[1]), image(words[right - (same ? 2 : 1)], words[right]), same, fold);
  }

  private static String image(String name, String number) {
    return String.format(Locale.ROOT, "%1$s/%1$s_%2$04d.jpg", name, Integer.parseInt(number));
  }
}
