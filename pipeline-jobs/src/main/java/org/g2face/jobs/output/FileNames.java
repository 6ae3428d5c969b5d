package org.g2face.jobs.output;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The names of PNG files, after the ids of images.
 *
 * <p>A name stays below its folder whatever the id is: segments that would leave it, and characters
 * that stores treat specially, are percent-encoded.
 */
public enum FileNames implements Serializable {
  /** {@code a/b.jpg} becomes {@code a/b.png}. */
  REPLACED,
  /** {@code a/b.jpg} becomes {@code a/b.jpg.png}: different for all ids. */
  APPENDED,
  /** {@code a/b.jpg} stays what it is: for images that are written as they were found. */
  KEPT;

  private static final int LONGEST_SEGMENT = 200;

  /** The path of an image's file, with {@code /} between folders. */
  public String of(String id) {
    StringBuilder path = new StringBuilder();
    String[] segments = id.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (i > 0) {
        path.append('/');
      }
      path.append(encode(last && this == REPLACED ? stem(segments[i]) : segments[i]));
    }
    return this == KEPT ? path.toString() : path.append(".png").toString();
  }

  /** The name as a store that ignores case would see it. */
  public String folded(String id) {
    return of(id).toLowerCase(Locale.ROOT);
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String encode(String segment) {
    if (segment.isEmpty()) {
      return "%2F";
    }
    boolean dots = segment.equals(".") || segment.equals("..");
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (dots || Character.isISOControl(c) || "%:\\*?\"<>|".indexOf(c) >= 0) {
        encoded.append(String.format("%%%02X", (int) c));
      } else {
        encoded.append(c);
      }
    }
    return shorten(encoded.toString());
  }

  /** Stores allow 255 bytes; what is longer ends with a digest instead. */
  private static String shorten(String segment) {
    if (segment.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SEGMENT) {
      return segment;
    }
    int end = segment.length();
    while (segment.substring(0, end).getBytes(StandardCharsets.UTF_8).length
        > LONGEST_SEGMENT - Digest.LENGTH - 1) {
      end = segment.offsetByCodePoints(end, -1);
    }
    return segment.substring(0, end) + "~" + Digest.of(segment);
  }
}
