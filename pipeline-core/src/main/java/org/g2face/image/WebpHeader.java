package org.g2face.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The chunks of a WebP file.
 *
 * <p>RFC 9649, section 2. The size is told up to three times; a decoder allocates after one of them
 * and decodes after another, so they have to agree.
 */
final class WebpHeader {
  private static final int FIRST_CHUNK = 12;
  private static final int EXTENDED = fourCharacters("VP8X");
  private static final int LOSSY = fourCharacters("VP8 ");
  private static final int LOSSLESS = fourCharacters("VP8L");
  private static final int ANIMATION = fourCharacters("ANIM");
  private static final int FRAME = fourCharacters("ANMF");
  private static final int PROFILE = fourCharacters("ICCP");
  private static final int EXIF = fourCharacters("EXIF");
  private static final int EXIF_PREFIX = 0x66697845;

  private WebpHeader() {}

  static Header read(ByteBuffer file) throws MalformedImage {
    ByteBuffer webp = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long end = 8 + Integer.toUnsignedLong(webp.getInt(4));
    if (end > webp.limit()) {
      throw Header.truncated(ImageFormat.WEBP);
    }
    webp.limit((int) end).position(FIRST_CHUNK);
    Size canvas = null;
    Size picture = null;
    Orientation orientation = Orientation.NONE;
    while (webp.remaining() >= 8) {
      int type = webp.getInt();
      long length = Integer.toUnsignedLong(webp.getInt());
      int start = webp.position();
      if (length > webp.remaining()) {
        throw Header.truncated(ImageFormat.WEBP);
      }
      if (type == ANIMATION || type == FRAME) {
        throw Header.unsupported("an animated WebP");
      } else if (type == EXTENDED) {
        canvas = new Size(1 + bits24(webp, start + 4), 1 + bits24(webp, start + 7));
      } else if (type == LOSSY || type == LOSSLESS) {
        if (picture != null) {
          throw Header.corrupt("a WebP with two pictures");
        }
        picture = type == LOSSY ? lossy(webp, start) : lossless(webp, start);
      } else if (type == PROFILE && profileBytes(webp, start) > length) {
        throw Header.corrupt("a WebP with only a part of its colour profile");
      } else if (type == EXIF) {
        orientation = orientation(webp.slice(start, (int) length));
      }
      webp.position((int) Math.min(webp.limit(), start + length + (length & 1)));
    }
    if (picture == null) {
      throw Header.corrupt("a WebP without a picture");
    }
    if (canvas != null && !canvas.equals(picture)) {
      throw Header.corrupt("a WebP whose picture and canvas differ in size");
    }
    return new Header(picture.width, picture.height, orientation);
  }

  /** RFC 6386, section 9.1: frame tag, start code, 14 bits each of width and height. */
  private static Size lossy(ByteBuffer webp, int start) {
    return new Size(webp.getShort(start + 6) & 0x3fff, webp.getShort(start + 8) & 0x3fff);
  }

  /** RFC 9649, section 3.4: signature, 14 bits each of width and height, less one. */
  private static Size lossless(ByteBuffer webp, int start) {
    int bits = webp.getInt(start + 1);
    return new Size(1 + (bits & 0x3fff), 1 + (bits >>> 14 & 0x3fff));
  }

  /** A profile begins with its size, which the decoder trusts with an allocation. */
  private static long profileBytes(ByteBuffer webp, int start) {
    return Integer.toUnsignedLong(Integer.reverseBytes(webp.getInt(start)));
  }

  /** Some writers keep the prefix that JPEG has and WebP has not. */
  private static Orientation orientation(ByteBuffer exif) {
    exif.order(ByteOrder.LITTLE_ENDIAN);
    boolean prefixed = exif.limit() > 6 && exif.getInt(0) == EXIF_PREFIX;
    return Orientation.ofExif(prefixed ? exif.slice(6, exif.limit() - 6) : exif);
  }

  private static int bits24(ByteBuffer buffer, int at) {
    return Short.toUnsignedInt(buffer.getShort(at)) | Byte.toUnsignedInt(buffer.get(at + 2)) << 16;
  }

  private static int fourCharacters(String name) {
    return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt();
  }

  private record Size(int width, int height) {}
}
