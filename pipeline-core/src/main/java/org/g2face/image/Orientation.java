package org.g2face.image;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * The orientation of a camera that was held sideways or upside down: the values 1 to 8 of the EXIF
 * tag 0x0112.
 *
 * <p>Named after what has to be done to see the picture upright.
 */
enum Orientation {
  NONE,
  MIRROR,
  TURN_180,
  FLIP,
  TRANSPOSE,
  TURN_RIGHT,
  TRANSVERSE,
  TURN_LEFT;

  static final int TAG = 0x0112;

  /** Values that mean nothing are taken for upright, as every viewer does. */
  static Orientation of(long exif) {
    return exif >= 1 && exif <= values().length ? values()[(int) exif - 1] : NONE;
  }

  /**
   * @param exif a TIFF structure; one that cannot be read says nothing about the pixels, so it is
   *     no reason to reject them
   */
  static Orientation ofExif(ByteBuffer exif) {
    try {
      ByteBuffer tiff = exif.slice().order(TiffDirectory.byteOrder(exif));
      int first = tiff.getInt(4);
      OptionalLong value = TiffDirectory.read(tiff, first).number(TAG);
      return of(value.orElse(1));
    } catch (MalformedImage | RuntimeException e) {
      return NONE;
    }
  }

  RgbImage apply(RgbImage image) {
    if (this == NONE) {
      return image;
    }
    boolean swapped = compareTo(TRANSPOSE) >= 0;
    int width = swapped ? image.height() : image.width();
    int height = swapped ? image.width() : image.height();
    byte[] source = image.levels();
    byte[] target = new byte[source.length];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = RgbImage.CHANNELS * sourcePixel(x, y, width, height);
        target[at++] = source[from];
        target[at++] = source[from + 1];
        target[at++] = source[from + 2];
      }
    }
    return RgbImage.wrap(width, height, target);
  }

  /** Where the pixel (x, y) of the upright picture, width x height, lies in the stored one. */
  private int sourcePixel(int x, int y, int width, int height) {
    int right = width - 1 - x;
    int bottom = height - 1 - y;
    return switch (this) {
      case NONE -> y * width + x;
      case MIRROR -> y * width + right;
      case TURN_180 -> bottom * width + right;
      case FLIP -> bottom * width + x;
      case TRANSPOSE -> x * height + y;
      case TURN_RIGHT -> right * height + y;
      case TRANSVERSE -> right * height + bottom;
      case TURN_LEFT -> x * height + bottom;
    };
  }
}
