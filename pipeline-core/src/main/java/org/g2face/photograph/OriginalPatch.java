package org.g2face.photograph;

import java.util.Optional;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;

/**
 * A rectangle of the original picture, as a PNG: what an exact recovery puts back.
 *
 * @param left column of its first pixel
 * @param top row of its first pixel
 */
record OriginalPatch(int left, int top, byte[] png) {

  /**
   * The smallest rectangle that holds every pixel in which two pictures of one size differ.
   *
   * @return empty if they are equal
   */
  static Optional<OriginalPatch> of(RgbImage original, RgbImage published) {
    int left = original.width();
    int top = original.height();
    int right = 0;
    int bottom = 0;
    for (int y = 0; y < original.height(); y++) {
      for (int x = 0; x < original.width(); x++) {
        if (differs(original, published, x, y)) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    if (right == 0) {
      return Optional.empty();
    }
    RgbImage patch = original.crop(left, top, right - left, bottom - top);
    return Optional.of(new OriginalPatch(left, top, new ImageEncoder().png(patch)));
  }

  private static boolean differs(RgbImage a, RgbImage b, int x, int y) {
    for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
      if (a.level(x, y, channel) != b.level(x, y, channel)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A picture with this patch in it.
   *
   * @throws IllegalArgumentException if it is no picture, or does not lie within the other one
   */
  RgbImage pastedInto(RgbImage picture) {
    if (!(new ImageDecoder().decode(png, "a sealed patch") instanceof Decoded.Picture patch)) {
      throw new IllegalArgumentException("the sealed piece of the original is no picture");
    }
    RgbImage piece = patch.image();
    if (left < 0
        || top < 0
        || piece.width() > picture.width() - left
        || piece.height() > picture.height() - top) {
      throw new IllegalArgumentException("the sealed piece of the original is no part of this one");
    }
    byte[] levels = picture.toBytes();
    byte[] rows = piece.toBytes();
    int row = RgbImage.CHANNELS * piece.width();
    for (int y = 0; y < piece.height(); y++) {
      int to = RgbImage.CHANNELS * ((top + y) * picture.width() + left);
      System.arraycopy(rows, y * row, levels, to, row);
    }
    return RgbImage.of(picture.width(), picture.height(), levels);
  }
}
