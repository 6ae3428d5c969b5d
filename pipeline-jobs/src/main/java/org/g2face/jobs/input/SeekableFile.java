package org.g2face.jobs.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.apache.hadoop.fs.FSDataInputStream;

/** A file of any store as a channel, of which only so many bytes may be read altogether. */
final class SeekableFile implements SeekableByteChannel {
  private final FSDataInputStream file;
  private final long size;
  private long left;
  private long position;
  private boolean open = true;

  /**
   * @param most bytes that may be read; one more is an error
   */
  SeekableFile(FSDataInputStream file, long size, long most) {
    this.file = file;
    this.size = size;
    this.left = most;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    if (position >= size) {
      return -1;
    }
    byte[] bytes = new byte[Math.min(into.remaining(), 1 << 16)];
    int read = file.read(position, bytes, 0, bytes.length);
    if (read > 0) {
      left -= read;
      if (left < 0) {
        throw new IOException("its table of contents is too large");
      }
      into.put(bytes, 0, read);
      position += read;
    }
    return read;
  }

  @Override
  public int write(ByteBuffer from) {
    throw new NonWritableChannelException();
  }

  @Override
  public SeekableByteChannel truncate(long to) {
    throw new NonWritableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long to) {
    position = to;
    return this;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    file.close();
  }
}
