package org.g2face.image;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The directories of a TIFF file, walked in full before a decoder may read them. */
final class TiffHeader {
  private static final int VERSION = 42;
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int COMPRESSION = 259;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int TILE_WIDTH = 322;
  private static final int TILE_HEIGHT = 323;
  private static final int[] POINTERS = {330, 34665, 34853, 40965};

  private static final int MOST_ENTRIES = 4096;
  private static final int MOST_BITS_PER_PIXEL = 256;
  private static final int LARGEST_TILE = 1 << 15;
  private static final int OLD_JPEG = 6;
  private static final int JPEG = 7;

  private TiffHeader() {}

  static Header read(ByteBuffer file) throws MalformedImage {
    ByteBuffer tiff = file.duplicate().order(TiffDirectory.byteOrder(file));
    if (tiff.getShort(2) != VERSION) {
      throw Header.unsupported("BigTIFF is not read; convert it first");
    }
    long offset = Integer.toUnsignedLong(tiff.getInt(4));
    TiffDirectory first = TiffDirectory.read(tiff, offset);
    if (first.next() != 0) {
      throw Header.unsupported("the TIFF holds several pages; split it into one file a picture");
    }
    checkSpending(tiff, offset);
    checkLayout(first);
    return new Header(
        extent(first, WIDTH),
        extent(first, HEIGHT),
        Orientation.of(first.number(Orientation.TAG, 1)));
  }

  private static int extent(TiffDirectory directory, int tag) throws MalformedImage {
    long value =
        directory.number(tag).orElseThrow(() -> Header.corrupt("a TIFF without width and height"));
    // More than an int is more than any limit: the size check refuses it.
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  /** Values that overlap could make a decoder allocate many times the file's size. */
  private static void checkSpending(ByteBuffer tiff, long firstOffset) throws MalformedImage {
    Set<Long> seen = new HashSet<>();
    Deque<Long> pending = new ArrayDeque<>();
    pending.add(firstOffset);
    long entries = 0;
    long valueBytes = 0;
    while (!pending.isEmpty()) {
      long offset = pending.remove();
      if (offset == 0 || offset >= tiff.limit() || !seen.add(offset)) {
        continue;
      }
      TiffDirectory directory = TiffDirectory.read(tiff, offset);
      entries += directory.entries();
      valueBytes += directory.valueBytes();
      if (entries > MOST_ENTRIES || valueBytes > 2L * tiff.limit()) {
        throw Header.corrupt("the entries of the TIFF directories overlap");
      }
      pending.add(directory.next());
      for (int pointer : POINTERS) {
        for (long target : directory.numbers().getOrDefault(pointer, new long[0])) {
          pending.add(target);
        }
      }
    }
  }

  private static void checkLayout(TiffDirectory first) throws MalformedImage {
    long compression = first.number(COMPRESSION, 1);
    if (compression == OLD_JPEG || compression == JPEG) {
      // Each strip is a JPEG file with a header of its own, none of which has been checked.
      throw Header.unsupported("JPEG inside TIFF is not read; convert it first");
    }
    long bits = first.number(BITS_PER_SAMPLE, 1) * first.number(SAMPLES_PER_PIXEL, 1);
    if (bits > MOST_BITS_PER_PIXEL) {
      throw Header.unsupported(bits + " bits a pixel");
    }
    long tileWidth = first.number(TILE_WIDTH, 1);
    long tileHeight = first.number(TILE_HEIGHT, 1);
    if (tileWidth < 1 || tileWidth > LARGEST_TILE || tileHeight < 1 || tileHeight > LARGEST_TILE) {
      throw Header.corrupt("tiles of %d x %d pixels".formatted(tileWidth, tileHeight));
    }
  }
}
