package org.g2face.jobs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for secrets in files, in every way in which somebody might have written them. */
final class Needles {
  private static final int WINDOW = 12;

  private final Map<String, byte[]> needles = new LinkedHashMap<>();

  /** A secret as it is, in hexadecimal, and in Base64 wherever its first byte may fall. */
  Needles add(String name, byte[] secret) {
    for (int at = 0; at + WINDOW <= secret.length; at += WINDOW / 2) {
      byte[] part = Arrays.copyOfRange(secret, at, at + WINDOW);
      String what = name + " from byte " + at;
      needles.put(what + ", raw", part);
      text(what + ", hexadecimal", HexFormat.of().formatHex(part));
      text(what + ", HEXADECIMAL", HexFormat.of().withUpperCase().formatHex(part));
      text(what + ", list", Arrays.toString(part).replaceAll("[\\[\\]]", ""));
      for (int shift = 0; shift < 3; shift++) {
        byte[] aligned = Arrays.copyOfRange(part, (3 - shift) % 3, WINDOW - shift % 3);
        byte[] whole = Arrays.copyOf(aligned, aligned.length / 3 * 3);
        text(what + ", Base64 " + shift, Base64.getEncoder().encodeToString(whole));
        text(what + ", Base64 URL " + shift, Base64.getUrlEncoder().encodeToString(whole));
      }
    }
    return this;
  }

  private void text(String name, String text) {
    needles.put(name, text.getBytes(StandardCharsets.UTF_8));
    needles.put(name + ", UTF-16", text.getBytes(StandardCharsets.UTF_16BE));
  }

  /** What was found, with the file where it was found; and in text, likewise. */
  List<String> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).flatMap(file -> in(file, read(file))).toList();
    }
  }

  Stream<String> in(Object where, byte[] bytes) {
    List<String> found = new ArrayList<>();
    needles.forEach(
        (name, needle) -> {
          if (indexOf(bytes, needle) >= 0) {
            found.add(name + " in " + where);
          }
        });
    return found.stream();
  }

  static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (bytes[i] == part[0] && Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
