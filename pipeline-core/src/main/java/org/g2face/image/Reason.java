package org.g2face.image;

import java.util.Locale;

/**
 * The reason for which an image was not taken. The codes are part of the output's schema and do not
 * change.
 */
public enum Reason {
  /** No bytes at all. */
  EMPTY,
  /** More bytes than {@link ImageLimits#bytes}. */
  TOO_LARGE_FILE,
  /** The header claims more pixels than {@link ImageLimits#pixels}, or memory ran out. */
  TOO_MANY_PIXELS,
  /** The first bytes are those of no image format. */
  NOT_AN_IMAGE,
  /** The content is an image of another format than the file's name says. */
  MISLABELLED,
  /** The data ends before the picture does. */
  TRUNCATED,
  /** The data contradicts its format, its checksums or itself. */
  CORRUPT,
  /** An intact image of a kind that is not read, such as an animation. */
  UNSUPPORTED,
  /** The bytes could not be fetched; for whoever fetches them. */
  UNREADABLE;

  /** The stable name in outputs, such as {@code too_many_pixels}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
