package org.g2face.jobs.config;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The keys that somebody may have meant who wrote one that there is not. */
final class KeySuggestion {
  /** So many letters that differ are a slip. */
  private static final int SLIP = 2;

  /** So many letters that differ may be a slip, if nothing is nearer. */
  private static final int GUESS = 4;

  private static final int MOST = 3;

  private final Config reference;
  private final List<List<String>> known;

  KeySuggestion(Config reference) {
    this.reference = reference;
    this.known = Keys.leaves(reference);
  }

  /** Such as {@code ; did you mean limits.pixels?}, or nothing. */
  String of(List<String> path) {
    String last = path.get(path.size() - 1);
    List<List<String>> section =
        known.stream().filter(key -> key.get(0).equals(path.get(0))).toList();
    return Stream.of(
            near(path, SLIP),
            names(section.stream().filter(key -> key.get(key.size() - 1).equals(last))),
            names(section.stream().filter(key -> explained(key, last))),
            near(path, GUESS))
        .filter(names -> !names.isEmpty())
        .findFirst()
        .map(names -> "; did you mean " + spoken(names) + "?")
        .orElse("");
  }

  private List<String> near(List<String> path, int most) {
    String name = String.join(".", path);
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    int least =
        known.stream()
            .mapToInt(key -> distance.apply(String.join(".", key), name))
            .min()
            .orElse(Integer.MAX_VALUE);
    return least > most
        ? List.of()
        : names(known.stream().filter(key -> distance.apply(String.join(".", key), name) == least));
  }

  /** Whether the comment of a key in the reference has the word. */
  private boolean explained(List<String> key, String word) {
    Pattern whole = Pattern.compile("\\b" + Pattern.quote(word.toLowerCase(Locale.ROOT)) + "\\b");
    return word.length() >= 4
        && Keys.value(reference.root(), key).origin().comments().stream()
            .anyMatch(line -> whole.matcher(line.toLowerCase(Locale.ROOT)).find());
  }

  private static List<String> names(Stream<List<String>> keys) {
    return keys.map(key -> String.join(".", key)).sorted().limit(MOST).toList();
  }

  private static String spoken(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : names.subList(0, last).stream().collect(Collectors.joining(", ", "", " or "))
            + names.get(last);
  }
}
