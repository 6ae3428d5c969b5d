package org.g2face.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * The header of an image file, read without decoding a pixel.
 *
 * <p>Reading it allocates nothing in proportion to what the file claims, so it is safe to ask of
 * any bytes. It also sees what the decoders overlook: missing ends, checksums, further pages.
 *
 * @param width in pixels as stored, before any rotation; at least 1
 * @param height likewise
 * @param profile an ICC profile that the format's decoder does not apply by itself; null for none
 * @param leastBytes how long the file has to be to hold the pixels, as far as that is known
 */
record Header(int width, int height, Orientation orientation, byte[] profile, long leastBytes) {

  Header(int width, int height, Orientation orientation) {
    this(width, height, orientation, null, 0);
  }

  /**
   * @throws MalformedImage if the file is not worth decoding: cut off, contradictory, of a kind
   *     that is not read, or of more pixels than allowed
   */
  static Header read(ImageFormat format, byte[] bytes, ImageLimits limits) throws MalformedImage {
    ByteBuffer file = ByteBuffer.wrap(bytes);
    try {
      Header header =
          switch (format) {
            case JPEG -> JpegHeader.read(file);
            case PNG -> PngHeader.read(file);
            case WEBP -> WebpHeader.read(file);
            case BMP -> BmpHeader.read(file);
            case TIFF -> TiffHeader.read(file);
            default ->
                throw new MalformedImage(
                    Reason.UNSUPPORTED, format + " images are not read; convert them first");
          };
      if (header.width < 1 || header.height < 1) {
        throw new MalformedImage(
            Reason.CORRUPT, "claims %d x %d pixels".formatted(header.width, header.height));
      }
      long pixels = (long) header.width * header.height;
      if (pixels > limits.pixels()) {
        throw new MalformedImage(
            Reason.TOO_MANY_PIXELS,
            "claims %d x %d pixels; the limit is %d in all"
                .formatted(header.width, header.height, limits.pixels()));
      }
      if (header.leastBytes > bytes.length) {
        throw truncated(format);
      }
      return header;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw truncated(format);
    }
  }

  static MalformedImage truncated(ImageFormat format) {
    return new MalformedImage(Reason.TRUNCATED, "the " + format + " data ends too early");
  }

  static MalformedImage corrupt(String detail) {
    return new MalformedImage(Reason.CORRUPT, detail);
  }

  static MalformedImage unsupported(String detail) {
    return new MalformedImage(Reason.UNSUPPORTED, detail);
  }
}
