package org.g2face.image;

/**
 * The limits for a single image.
 *
 * @param pixels width times height that a header may claim; decoding takes 6 to 16 bytes a pixel
 * @param bytes length of the file
 */
public record ImageLimits(long pixels, long bytes) {
  /** 64 megapixels and 256 MiB. */
  public static final ImageLimits DEFAULT = new ImageLimits(64_000_000, 256L << 20);

  /** More would not fit into one Java array. */
  private static final long MOST_PIXELS = (Integer.MAX_VALUE - 8) / RgbImage.CHANNELS;

  public ImageLimits {
    if (pixels < 1 || pixels > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "the limit of pixels must lie between 1 and " + MOST_PIXELS + ", not " + pixels);
    }
    if (bytes < 1) {
      throw new IllegalArgumentException("the limit of bytes must be positive, not " + bytes);
    }
  }
}
