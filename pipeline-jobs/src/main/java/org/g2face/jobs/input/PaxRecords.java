package org.g2face.jobs.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What an extended header of a tar file says of the file that follows, as far as it matters: all
 * other records, such as owners, are overlooked.
 *
 * @param name with the folders, or null
 * @param size bytes, or -1
 * @param sparse whether the content has holes
 */
record PaxRecords(String name, long size, boolean sparse) {
  static final PaxRecords NONE = new PaxRecords(null, -1, false);

  private static final int MOST_DIGITS = 9;

  /** Digits of seconds, of which there were ten since 1970. */
  private static final int MOST_TIME = 20;

  /**
   * @throws IOException if they are no records
   */
  static PaxRecords of(byte[] bytes) throws IOException {
    PaxRecords found = NONE;
    int at = 0;
    while (at < bytes.length && bytes[at] != 0) {
      int blank = indexOf(bytes, ' ', at, Math.min(bytes.length, at + MOST_DIGITS + 1));
      int length = (int) number(bytes, at, blank);
      int equals = indexOf(bytes, '=', blank + 1, bytes.length);
      int end = length > bytes.length - at ? -1 : at + length;
      if (blank < 0 || equals < 0 || end <= equals || bytes[end - 1] != '\n') {
        throw damaged();
      }
      String key = new String(bytes, blank + 1, equals - blank - 1, StandardCharsets.UTF_8);
      found = found.with(key, bytes, equals + 1, end - 1);
      at = end;
    }
    return found;
  }

  private PaxRecords with(String key, byte[] bytes, int from, int to) throws IOException {
    return switch (key) {
      case "path", "GNU.sparse.name" ->
          new PaxRecords(
              new String(bytes, from, to - from, StandardCharsets.UTF_8),
              size,
              sparse || key.startsWith("GNU"));
      case "size" -> new PaxRecords(name, number(bytes, from, to), sparse);
      case "mtime", "atime", "ctime", "LIBARCHIVE.creationtime" -> {
        requireTime(bytes, from, to);
        yield this;
      }
      default -> key.startsWith("GNU.sparse.") ? new PaxRecords(name, size, true) : this;
    };
  }

  /** These, and where they say nothing, others. */
  PaxRecords over(PaxRecords others) {
    return new PaxRecords(
        name == null ? others.name : name, size < 0 ? others.size : size, sparse || others.sparse);
  }

  /** Seconds with a fraction; whoever writes another number wants to keep a reader busy. */
  private static void requireTime(byte[] bytes, int from, int to) throws IOException {
    int at = from < to && bytes[from] == '-' ? from + 1 : from;
    int point = indexOf(bytes, '.', at, to);
    int whole = (point < 0 ? to : point) - at;
    if (whole < 1 || whole > MOST_TIME || to - at > 2 * MOST_TIME) {
      throw damaged();
    }
    for (int i = at; i < to; i++) {
      if (i != point && (bytes[i] < '0' || bytes[i] > '9')) {
        throw damaged();
      }
    }
  }

  private static int indexOf(byte[] bytes, char wanted, int from, int to) {
    for (int i = Math.max(0, from); i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static long number(byte[] bytes, int from, int to) throws IOException {
    long value = 0;
    if (to <= from) {
      throw damaged();
    }
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        throw damaged();
      }
      value = 10 * value + digit;
    }
    return value;
  }

  private static IOException damaged() {
    return new IOException("the extended header of a file is damaged");
  }
}
