package org.g2face.image;

import java.util.Optional;

/** The result of decoding one image: its pixels, or why there are none. */
public sealed interface Decoded {

  /**
   * A picture that was read completely.
   *
   * @param image upright: the file's EXIF orientation is already applied
   * @param format what the content was
   * @param alpha what is transparent of it, if anything is and the decoder was to keep that
   */
  record Picture(RgbImage image, ImageFormat format, Optional<Alpha> alpha) implements Decoded {
    /** A picture of which nothing is transparent. */
    public Picture(RgbImage image, ImageFormat format) {
      this(image, format, Optional.empty());
    }
  }

  /**
   * Bytes that are no picture to work with.
   *
   * @param detail one sentence for a person; holds no pixels, no metadata and no file name
   */
  record Rejected(Reason reason, String detail) implements Decoded {}
}
