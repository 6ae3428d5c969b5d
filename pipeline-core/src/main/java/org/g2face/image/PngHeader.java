package org.g2face.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/**
 * The chunks of a PNG file, all checksums verified, up to the one that ends it.
 *
 * <p>W3C PNG specification, third edition, section 5.
 */
final class PngHeader {
  private static final int SIGNATURE_BYTES = 8;
  private static final int LARGEST_PROFILE = 4 << 20;
  private static final int IHDR = fourCharacters("IHDR");
  private static final int IEND = fourCharacters("IEND");
  private static final int ANIMATION = fourCharacters("acTL");
  private static final int EXIF = fourCharacters("eXIf");
  private static final int PROFILE = fourCharacters("iCCP");

  private PngHeader() {}

  static Header read(ByteBuffer file) throws MalformedImage {
    ByteBuffer png = file.duplicate().order(ByteOrder.BIG_ENDIAN).position(SIGNATURE_BYTES);
    int width = 0;
    int height = 0;
    Orientation orientation = Orientation.NONE;
    byte[] profile = null;
    for (int type = 0; type != IEND; ) {
      int length = png.getInt();
      int start = png.position() + Integer.BYTES;
      type = png.getInt();
      if (length < 0) {
        throw Header.corrupt("a PNG chunk of more than 2 GiB");
      }
      if (length > png.remaining() - Integer.BYTES) {
        throw Header.truncated(ImageFormat.PNG);
      }
      if (width == 0 && type != IHDR) {
        throw Header.corrupt("a PNG that does not begin with its header");
      }
      checkSum(png, length);
      if (type == IHDR) {
        width = png.getInt(start);
        height = png.getInt(start + Integer.BYTES);
      } else if (type == ANIMATION && png.getInt(start) > 1) {
        throw Header.unsupported("an animated PNG");
      } else if (type == EXIF) {
        orientation = Orientation.ofExif(png.slice(start, length));
      } else if (type == PROFILE) {
        profile = inflateProfile(png.slice(start, length));
      }
      png.position(start + length + Integer.BYTES);
    }
    return new Header(width, height, orientation, profile, 0);
  }

  /** The checksum covers the type, which has just been read, and the data. */
  private static void checkSum(ByteBuffer png, int length) throws MalformedImage {
    CRC32 crc = new CRC32();
    crc.update(png.array(), png.position() - Integer.BYTES, Integer.BYTES + length);
    if ((int) crc.getValue() != png.getInt(png.position() + length)) {
      throw Header.corrupt("a PNG chunk does not match its checksum");
    }
  }

  /** Name, zero, compression method, deflated profile. */
  private static byte[] inflateProfile(ByteBuffer chunk) throws MalformedImage {
    int at = 0;
    while (chunk.get(at) != 0) {
      at++;
    }
    byte[] deflated = new byte[Math.max(0, chunk.limit() - at - 2)];
    chunk.get(at + 2, deflated);
    try (var inflater = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
      byte[] profile = inflater.readNBytes(LARGEST_PROFILE + 1);
      if (profile.length <= LARGEST_PROFILE) {
        return profile;
      }
    } catch (IOException e) {
      // Told below, in the words that also fit a profile that is too large.
    }
    throw Header.corrupt("the PNG's colour profile cannot be inflated");
  }

  private static int fourCharacters(String name) {
    return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)).getInt();
  }
}
