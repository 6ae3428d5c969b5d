package org.g2face.jobs.input;

import java.io.IOException;

/**
 * A structure in Thrift's compact protocol, of which every list and text is as long as it claims.
 *
 * <p>Thrift's own reader reserves memory for what is claimed before it looks for it.
 */
final class ThriftStructure {
  /** Parquet's structures are less deep, the levels of its schema being a list. */
  private static final int DEEPEST = 32;

  private static final int MOST_VARINT = 10;
  private static final int LOW_BITS = 0x7f;
  private static final int LONG_LIST = 15;

  private static final int BOOLEAN_FALSE = 2;
  private static final int BYTE = 3;
  private static final int I16 = 4;
  private static final int I64 = 6;
  private static final int DOUBLE = 7;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int SET = 10;
  private static final int MAP = 11;
  private static final int STRUCT = 12;

  private final byte[] bytes;
  private int at;

  private ThriftStructure(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * @throws IOException if the bytes do not begin with a whole structure
   */
  static void check(byte[] bytes) throws IOException {
    new ThriftStructure(bytes).struct(0);
  }

  private void struct(int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("the footer is nested too deeply");
    }
    for (int field = next(); field != 0; field = next()) {
      if (field >> 4 == 0) {
        varint();
      }
      int type = field & 0xf;
      if (type > BOOLEAN_FALSE) {
        value(type, depth);
      }
    }
  }

  private void value(int type, int depth) throws IOException {
    switch (type) {
      case 1, BOOLEAN_FALSE, BYTE -> skip(1);
      case DOUBLE -> skip(Double.BYTES);
      case BINARY -> skip(varint());
      case LIST, SET -> list(depth);
      case MAP -> map(depth);
      case STRUCT -> struct(depth + 1);
      default -> {
        if (type < I16 || type > I64) {
          throw new IOException("the footer is damaged");
        }
        varint();
      }
    }
  }

  private void list(int depth) throws IOException {
    int head = next();
    long size = (head >> 4 & 0xf) == LONG_LIST ? varint() : head >> 4 & 0xf;
    require(size);
    for (long i = 0; i < size; i++) {
      value(head & 0xf, depth + 1);
    }
  }

  private void map(int depth) throws IOException {
    long size = varint();
    require(size);
    int types = size == 0 ? 0 : next();
    for (long i = 0; i < size; i++) {
      value(types >> 4 & 0xf, depth + 1);
      value(types & 0xf, depth + 1);
    }
  }

  private int next() throws IOException {
    skip(1);
    return bytes[at - 1] & 0xff;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int i = 0; i < MOST_VARINT; i++) {
      int part = next();
      value |= (long) (part & LOW_BITS) << 7 * i;
      if (part <= LOW_BITS) {
        return value;
      }
    }
    throw new IOException("the footer is damaged");
  }

  private void skip(long count) throws IOException {
    require(count);
    at += (int) count;
  }

  /** Nothing takes less than a byte. */
  private void require(long count) throws IOException {
    if (count < 0 || count > bytes.length - at) {
      throw new IOException("the footer claims " + count + " where less is left");
    }
  }
}
