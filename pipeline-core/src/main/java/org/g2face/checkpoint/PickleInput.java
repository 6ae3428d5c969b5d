package org.g2face.checkpoint;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of one or more pickles: counted, limited, and able to show a length field before it is
 * believed.
 */
final class PickleInput extends InputStream {
  private final BufferedInputStream in;
  private long position;
  private long end = Long.MAX_VALUE;

  PickleInput(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** How many bytes have been taken. */
  long position() {
    return position;
  }

  /** Lets at most so many further bytes be taken. */
  void limit(long bytes) {
    end = position + bytes;
  }

  @Override
  public int read() throws IOException {
    requireRoom(1);
    int value = in.read();
    if (value >= 0) {
      position++;
    }
    return value;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    requireRoom(length);
    int count = in.read(to, from, length);
    position += Math.max(0, count);
    return count;
  }

  /** The next unsigned little-endian number, which stays in the stream; negative if too large. */
  long peek(int bytes) throws IOException {
    in.mark(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (in.read() & 0xFFL) << 8 * i;
    }
    in.reset();
    return value;
  }

  private void requireRoom(int bytes) throws CheckpointException {
    if (position + bytes > end) {
      throw new CheckpointException("a pickle goes on beyond what any checkpoint needs");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
