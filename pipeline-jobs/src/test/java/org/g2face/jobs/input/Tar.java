package org.g2face.jobs.input;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes tar files whose headers say what a test wants. */
final class Tar {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static Tar of() {
    return new Tar();
  }

  Tar file(String name, String content) {
    byte[] text = content.getBytes(StandardCharsets.UTF_8);
    return entry(name.endsWith("/") ? '5' : '0', name, text.length, text);
  }

  /** A file that is said to be longer than it is. */
  Tar claim(String name, long size) {
    return entry('0', name, size, new byte[0]);
  }

  Tar pax(char type, String record) {
    int rest = record.getBytes(StandardCharsets.UTF_8).length + 2;
    int length = rest + String.valueOf(rest).length();
    length = rest + String.valueOf(length).length();
    byte[] text = (length + " " + record + "\n").getBytes(StandardCharsets.UTF_8);
    return entry(type, "pax", text.length, text);
  }

  private Tar entry(char type, String name, long size, byte[] content) {
    byte[] header = new byte[TarHeader.BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    if (size < 1L << 33) {
      put(header, 124, "%011o\0".formatted(size));
    } else {
      header[124] = (byte) 0x80;
      for (int i = 0; i < Long.BYTES; i++) {
        header[135 - i] = (byte) (size >>> 8 * i);
      }
    }
    put(header, 136, "00000000000\0");
    header[156] = (byte) type;
    put(header, 257, "ustar\00000");
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte value : header) {
      sum += value & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    bytes.writeBytes(header);
    bytes.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    return this;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(value, 0, header, at, value.length);
  }

  /** What was written so far. */
  byte[] header() {
    return bytes.toByteArray();
  }

  byte[] end() {
    bytes.writeBytes(new byte[1024]);
    return bytes.toByteArray();
  }
}
