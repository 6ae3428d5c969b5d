package org.g2face.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** The fixed header of a Windows or OS/2 bitmap (BITMAPFILEHEADER and what follows it). */
final class BmpHeader {
  private static final int CORE_HEADER_BYTES = 12;
  private static final int RLE_8 = 1;
  private static final int RLE_4 = 2;
  private static final Set<Integer> UNCOMPRESSED = Set.of(0, 3, 6);
  private static final Set<Integer> DEPTHS = Set.of(1, 2, 4, 8, 16, 24, 32);
  private static final long MOST_COLOURS = 256;

  private BmpHeader() {}

  static Header read(ByteBuffer file) throws MalformedImage {
    ByteBuffer bmp = file.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long pixels = Integer.toUnsignedLong(bmp.getInt(10));
    boolean core = bmp.getInt(14) == CORE_HEADER_BYTES;
    int width = core ? Short.toUnsignedInt(bmp.getShort(18)) : bmp.getInt(18);
    // Rows run from the top if the height is negative.
    long height = core ? Short.toUnsignedInt(bmp.getShort(20)) : Math.abs((long) bmp.getInt(22));
    int depth = bmp.getShort(core ? 24 : 28);
    int compression = core ? 0 : bmp.getInt(30);
    if (!DEPTHS.contains(depth)) {
      throw Header.corrupt("a BMP of " + depth + " bits a pixel");
    }
    if (!core && Integer.toUnsignedLong(bmp.getInt(46)) > MOST_COLOURS) {
      throw Header.corrupt("a BMP with more than " + MOST_COLOURS + " colours in its palette");
    }
    boolean runs = compression == RLE_8 || compression == RLE_4;
    if (!runs && !UNCOMPRESSED.contains(compression)) {
      throw Header.unsupported("a BMP that wraps another format");
    }
    long rowBytes = ((long) width * depth + 31) / 32 * 4;
    return new Header(
        width,
        (int) Math.min(height, Integer.MAX_VALUE),
        Orientation.NONE,
        null,
        runs ? 0 : pixels + rowBytes * height);
  }
}
