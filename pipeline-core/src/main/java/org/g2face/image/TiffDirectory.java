package org.g2face.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One directory of a TIFF structure, as EXIF uses it too: its whole numbers, and how much memory a
 * decoder would spend on all its values.
 *
 * <p>TIFF 6.0, section 2. Libraries read every value into memory, and a malicious file lets its
 * entries overlap: 64 kB of EXIF then cost 300 MB, and 200 kB of TIFF gigabytes.
 *
 * @param numbers by tag, for entries of at most {@value #MOST_NUMBERS} whole numbers
 * @param valueBytes size of the values of all entries together
 * @param next offset of the next directory, 0 for none
 */
record TiffDirectory(Map<Integer, long[]> numbers, int entries, long valueBytes, long next) {
  private static final int MOST_NUMBERS = 16;
  private static final int ENTRY_BYTES = 12;
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int DIRECTORY = 13;

  /** Bytes a value, by type; 0 for types that do not exist. */
  private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  static ByteOrder byteOrder(ByteBuffer tiff) throws MalformedImage {
    return switch (tiff.duplicate().order(ByteOrder.BIG_ENDIAN).getShort(tiff.position())) {
      case 0x4949 -> ByteOrder.LITTLE_ENDIAN;
      case 0x4d4d -> ByteOrder.BIG_ENDIAN;
      default -> throw Header.corrupt("a TIFF structure without byte order");
    };
  }

  /**
   * @param tiff in its own byte order; offsets count from its start
   * @throws IndexOutOfBoundsException if the directory lies outside
   */
  static TiffDirectory read(ByteBuffer tiff, long offset) {
    int start = position(offset);
    int entries = Short.toUnsignedInt(tiff.getShort(start));
    Map<Integer, long[]> numbers = new HashMap<>();
    long valueBytes = 0;
    for (int i = 0; i < entries; i++) {
      int entry = start + 2 + i * ENTRY_BYTES;
      int tag = Short.toUnsignedInt(tiff.getShort(entry));
      int type = Short.toUnsignedInt(tiff.getShort(entry + 2));
      long count = Integer.toUnsignedLong(tiff.getInt(entry + 4));
      long bytes = type < TYPE_BYTES.length ? count * TYPE_BYTES[type] : 0;
      valueBytes += bytes;
      boolean whole = type == BYTE || type == SHORT || type == LONG || type == DIRECTORY;
      if (whole && count >= 1 && count <= MOST_NUMBERS) {
        int values = bytes <= Integer.BYTES ? entry + 8 : tiff.getInt(entry + 8);
        numbers.putIfAbsent(tag, read(tiff, values, type, (int) count));
      }
    }
    // Some cameras leave out the offset of the next directory if there is none.
    int end = start + 2 + entries * ENTRY_BYTES;
    boolean more = end + Integer.BYTES <= tiff.limit();
    long next = more ? Integer.toUnsignedLong(tiff.getInt(end)) : 0;
    return new TiffDirectory(numbers, entries, valueBytes, next);
  }

  private static long[] read(ByteBuffer tiff, int at, int type, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (type) {
            case BYTE -> Byte.toUnsignedLong(tiff.get(at + i));
            case SHORT -> Short.toUnsignedLong(tiff.getShort(at + i * Short.BYTES));
            default -> Integer.toUnsignedLong(tiff.getInt(at + i * Integer.BYTES));
          };
    }
    return values;
  }

  static int position(long offset) {
    if (offset > Integer.MAX_VALUE) {
      throw new IndexOutOfBoundsException();
    }
    return (int) offset;
  }

  /** The first number of a tag. */
  OptionalLong number(int tag) {
    long[] values = numbers.get(tag);
    return values == null ? OptionalLong.empty() : OptionalLong.of(values[0]);
  }

  long number(int tag, long otherwise) {
    return number(tag).orElse(otherwise);
  }
}
