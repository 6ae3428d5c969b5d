package org.g2face.vault;

/**
 * An encoded image as it was found.
 *
 * @param width upright, in pixels
 * @param height upright, in pixels
 * @param bytes the file, not copied
 */
public record Original(int width, int height, byte[] bytes) {

  /** Without the bytes, which must not reach a log. */
  @Override
  public String toString() {
    return "Original[" + bytes.length + " bytes]";
  }
}
