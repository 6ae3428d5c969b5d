package org.g2face.jobs.output;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.g2face.io.Sha256;

/**
 * The names of PNG files, after the ids of images.
 *
 * <p>A name stays below its folder and within the limits of stores whatever the id is: segments
 * that would leave it, and characters that stores treat specially, are percent-encoded; what is too
 * long or too deep ends with a digest instead. No folder is called like a PNG file.
 */
public enum FileNames implements Serializable {
  /** {@code a/b.jpg} becomes {@code a/b.png}. */
  REPLACED,
  /** {@code a/b.jpg} becomes {@code a/b.jpg.png}. */
  APPENDED,
  /** {@code a/b.jpg} becomes {@code a/b~}, its SHA-256, {@code .png}: different for all ids. */
  DIGESTED,
  /** {@code a/b.jpg} stays what it is: for images that are written as they were found. */
  KEPT;

  private static final String PNG = ".png";
  private static final int LONGEST_SEGMENT = 200;

  /** Stores have limits of 1024 bytes (S3) or 4096 for the output's own path and this together. */
  private static final int LONGEST_FOLDERS = 500;

  private static final int LONGEST_STEM = 80;

  /** The path of an image's file, with {@code /} between folders. */
  public String of(String id) {
    int slash = id.lastIndexOf('/');
    String last = id.substring(slash + 1);
    String folders = slash < 0 ? "" : folders(id.substring(0, slash)) + "/";
    if (this == DIGESTED) {
      String stem = cut(encode(stem(last)), LONGEST_STEM);
      return folders + stem + "~" + Sha256.of(id.getBytes(StandardCharsets.UTF_8)) + PNG;
    }
    if (isTooLong(folders)) {
      folders = outermost(folders) + "/~" + Digest.of(id) + "/";
    }
    String name = encode(this == REPLACED ? stem(last) : last);
    return folders + (this == KEPT ? name : name + PNG);
  }

  private String folders(String path) {
    StringBuilder folders = new StringBuilder();
    for (String segment : path.split("/", -1)) {
      folders.append(folders.isEmpty() ? "" : "/").append(folder(segment));
    }
    String whole = folders.toString();
    // Folders of several images may become one, for no two files are called alike.
    return this == DIGESTED && isTooLong(whole) ? outermost(whole) : whole;
  }

  private static boolean isTooLong(String folders) {
    return folders.getBytes(StandardCharsets.UTF_8).length > LONGEST_FOLDERS;
  }

  /** Whole folders only: half a name may be one that leaves its folder. */
  private static String outermost(String folders) {
    String path = cut(folders, LONGEST_FOLDERS);
    return path.substring(0, path.lastIndexOf('/'));
  }

  private String folder(String segment) {
    String folder = encode(segment);
    boolean likeFile = this != KEPT && folder.toLowerCase(Locale.ROOT).endsWith(PNG);
    int dot = folder.length() - PNG.length();
    return likeFile ? folder.substring(0, dot) + "%2E" + folder.substring(dot + 1) : folder;
  }

  /** The name as a store would see it that ignores case and the forms of Unicode. */
  public String folded(String id) {
    return fold(of(id));
  }

  private static String fold(String name) {
    String upper = Normalizer.normalize(name, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
    return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }

  /** Whether a folder may be called like a file beside it. */
  public boolean foldersMayBeCalledLikeFiles() {
    return this == KEPT;
  }

  /** The folders above an image's file, as such a store would see them. */
  public List<String> foldedFolders(String id) {
    String path = folded(id);
    List<String> folders = new ArrayList<>();
    for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      folders.add(path.substring(0, at));
    }
    return folders;
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
    return cut(segment, LONGEST_SEGMENT - Digest.LENGTH - 1) + "~" + Digest.of(segment);
  }

  private static String cut(String text, int bytes) {
    int end = Math.min(text.length(), bytes);
    if (end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    while (text.substring(0, end).getBytes(StandardCharsets.UTF_8).length > bytes) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end);
  }
}
