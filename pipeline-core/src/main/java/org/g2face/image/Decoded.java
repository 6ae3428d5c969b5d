package org.g2face.image;

/** What became of the bytes of one image. */
public sealed interface Decoded {

  /**
   * A picture that was read completely.
   *
   * @param image upright: the file's EXIF orientation is already applied
   * @param format what the content was
   */
  record Picture(RgbImage image, ImageFormat format) implements Decoded {}

  /**
   * Bytes that are no picture to work with.
   *
   * @param detail one sentence for a person; holds no pixels, no metadata and no file name
   */
  record Rejected(Reason reason, String detail) implements Decoded {}
}
