package org.g2face.jobs.input;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts of files by the ends of their names, such as {@code heic}. */
final class FileKinds implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What has no such end, or a long one, or one that is not of letters and digits. */
  private static final String OTHERS = "others";

  private static final int LONGEST = 10;

  /** Strangers make up ends as they like. */
  private static final int MOST = 100;

  private final TreeMap<String, Long> counts = new TreeMap<>();

  void add(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    int dot = file.lastIndexOf('.');
    String end = dot < 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT);
    boolean plain = !end.isEmpty() && end.length() <= LONGEST;
    for (int i = 0; plain && i < end.length(); i++) {
      char c = end.charAt(i);
      plain = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }
    add(plain ? end : OTHERS, 1);
  }

  void addAll(FileKinds others) {
    others.counts.forEach(this::add);
  }

  private void add(String kind, long count) {
    boolean known = counts.containsKey(kind) || counts.size() < MOST;
    counts.merge(known ? kind : OTHERS, count, Long::sum);
  }

  Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
