package org.g2face.jobs.input;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A block of a tar file that stands before a file's content (POSIX.1-2008, pax; GNU tar).
 *
 * @param type what follows
 * @param name with the folders, as far as the block holds it
 * @param size bytes of what follows
 * @param extended whether a map of a sparse file goes on in the next block
 */
record TarHeader(char type, String name, long size, boolean extended) {
  /** Bytes of a header; contents are filled up to as many. */
  static final int BLOCK = 512;

  static final char FOLDER = '5';
  static final char PAX = 'x';
  static final char PAX_OF_SOLARIS = 'X';
  static final char PAX_FOR_ALL = 'g';
  static final char LONG_NAME = 'L';
  static final char LONG_LINK = 'K';
  static final char SPARSE = 'S';

  private static final int NAME = 100;
  private static final int SIZE = 124;
  private static final int SIZE_END = 136;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_END = 500;
  private static final int XSTAR_PREFIX_END = 476;
  private static final int XSTAR = 508;
  private static final int EXTENDED = 482;
  private static final int MAP_EXTENDED = 504;
  private static final int BINARY = 0x80;

  /**
   * @throws IOException if the block is no header
   */
  static TarHeader of(byte[] block) throws IOException {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte value = i >= CHECKSUM && i < TYPE ? (byte) ' ' : block[i];
      unsigned += value & 0xff;
      signed += value;
    }
    long sum = number(block, CHECKSUM, TYPE);
    if (sum != unsigned && sum != signed) {
      throw new IOException("the header of a file is damaged");
    }
    String name = text(block, 0, NAME);
    if (is(block, MAGIC, "ustar\0")) {
      boolean xstar = is(block, XSTAR, "tar\0");
      String prefix = text(block, PREFIX, xstar ? XSTAR_PREFIX_END : PREFIX_END);
      name = prefix.isEmpty() ? name : prefix + "/" + name;
    }
    char type = (char) (block[TYPE] & 0xff);
    long size = number(block, SIZE, SIZE_END);
    if (size < 0) {
      throw new IOException("a file claims " + size + " bytes");
    }
    return new TarHeader(type, name, size, block[EXTENDED] != 0);
  }

  /** Whether it is not about a file but about the header of one. */
  boolean isOfAFile() {
    return switch (type) {
      case PAX, PAX_OF_SOLARIS, PAX_FOR_ALL, LONG_NAME, LONG_LINK -> false;
      default -> true;
    };
  }

  /** Whether the size is that of content, and not that of a file a link leads to. */
  boolean hasContent() {
    return type < '1' || type > '6';
  }

  /** Whether it is a file and no link, device or folder. */
  boolean isRegular() {
    return type == '0' || type == '\0' || type == '7';
  }

  static boolean isZero(byte[] block) {
    for (byte value : block) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether yet another block of a sparse file's map follows. */
  static boolean mapGoesOn(byte[] block) {
    return block[MAP_EXTENDED] != 0;
  }

  static String untilNul(byte[] bytes) {
    return text(bytes, 0, bytes.length);
  }

  private static String text(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private static boolean is(byte[] block, int from, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(block, from, from + wanted.length, wanted, 0, wanted.length);
  }

  /** Octal digits between blanks, or, as GNU tar writes large numbers, bytes. */
  private static long number(byte[] block, int from, int to) throws IOException {
    if ((block[from] & BINARY) != 0) {
      return binary(block, from, to);
    }
    String digits = text(block, from, to).strip();
    try {
      return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 8);
    } catch (NumberFormatException e) {
      throw new IOException("the header of a file is damaged", e);
    }
  }

  private static long binary(byte[] block, int from, int to) throws IOException {
    long value = block[from] & (BINARY - 1);
    for (int i = from + 1; i < to; i++) {
      if (value >>> (Long.SIZE - Byte.SIZE - 1) != 0) {
        throw new IOException("a file claims more bytes than there are numbers for");
      }
      value = value << Byte.SIZE | block[i] & 0xff;
    }
    return value;
  }
}
