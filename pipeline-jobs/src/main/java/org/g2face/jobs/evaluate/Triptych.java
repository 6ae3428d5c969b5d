package org.g2face.jobs.evaluate;

import java.io.Serializable;
import java.util.List;

/**
 * The pictures of one image, for a person to look at.
 *
 * @param id of the original
 * @param original as PNG, made smaller; null if there is none that can be read
 * @param made what each subject made of it, in the order of the subjects
 */
public record Triptych(String id, Thumbnail original, List<Made> made) implements Serializable {

  /** What one subject made of it; null where there is none that can be read. */
  public record Made(String model, Thumbnail anonymized, Thumbnail recovered)
      implements Serializable {}

  /** A small picture as PNG. */
  public record Thumbnail(byte[] png) implements Serializable {
    /** Without the bytes, which must not reach a log. */
    @Override
    public String toString() {
      return "Thumbnail[" + png.length + " bytes]";
    }
  }
}
