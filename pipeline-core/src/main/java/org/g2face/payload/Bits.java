package org.g2face.payload;

/** Bytes as single bits, each in a byte of its own with the value 0 or 1. */
final class Bits {
  private Bits() {}

  /** Eight bits for each byte, the most significant one first. */
  static byte[] of(byte[] bytes) {
    byte[] bits = new byte[bytes.length * Byte.SIZE];
    for (int i = 0; i < bytes.length; i++) {
      put(bits, i * Byte.SIZE, bytes[i], Byte.SIZE);
    }
    return bits;
  }

  /** The inverse of {@link #of}; the number of bits is a multiple of eight. */
  static byte[] toBytes(byte[] bits) {
    byte[] bytes = new byte[bits.length / Byte.SIZE];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) get(bits, i * Byte.SIZE, Byte.SIZE);
    }
    return bytes;
  }

  /** Writes the lowest {@code width} bits of a number, the most significant one first. */
  static void put(byte[] bits, int at, int number, int width) {
    for (int i = 0; i < width; i++) {
      bits[at + i] = (byte) (number >>> width - 1 - i & 1);
    }
  }

  /** The number that {@link #put} wrote. */
  static int get(byte[] bits, int at, int width) {
    int number = 0;
    for (int i = 0; i < width; i++) {
      number = number << 1 | bits[at + i];
    }
    return number;
  }
}
