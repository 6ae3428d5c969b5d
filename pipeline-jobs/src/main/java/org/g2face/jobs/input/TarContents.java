package org.g2face.jobs.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * The headers of a tar file from its beginning to its end. The content between them is skipped; in
 * a compressed archive it is unpacked and thrown away.
 */
final class TarContents implements TableOfContents {
  private static final int RECORD = 512;

  private final String uri;
  private final Member.Storage storage;
  private final Headers headers;
  private final TarArchiveInputStream tar;

  TarContents(String uri, FSDataInputStream file, boolean gzipped) throws IOException {
    this.uri = uri;
    this.storage = gzipped ? Member.Storage.GZIPPED : Member.Storage.STORED;
    this.headers = new Headers(gzipped ? new GzipCompressorInputStream(file, true) : file);
    this.tar = new TarArchiveInputStream(headers, "UTF-8");
  }

  @Override
  public Item next() throws IOException {
    headers.read = 0;
    TarArchiveEntry entry = tar.getNextTarEntry();
    while (entry != null && entry.isDirectory()) {
      headers.read = 0;
      entry = tar.getNextTarEntry();
    }
    if (entry == null) {
      // What was cut off between two files would otherwise be lost without a word.
      if (headers.read < RECORD) {
        throw new IOException("the mark of its end is missing");
      }
      return null;
    }
    String problem = null;
    if (entry.isSparse()) {
      problem = "is a sparse file, which is not read";
    } else if (!entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
      problem = "is a link or a device, not a file";
    }
    long size = entry.getSize();
    return new Item(
        new Member(uri, entry.getName(), headers.position, size, storage, -1), size, problem);
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  /** Knows where it is, and bears headers of a sensible size only, for they are kept in memory. */
  private static final class Headers extends FilterInputStream {
    private static final int MOST = 1 << 20;

    private long position;
    private long read;

    Headers(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      int got = super.read(bytes, from, count);
      count(Math.max(0, got));
      return got;
    }

    private void count(int bytes) throws IOException {
      position += bytes;
      read += bytes;
      if (read > MOST) {
        throw new IOException("the header of a file is larger than " + MOST + " bytes");
      }
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      position += skipped;
      return skipped;
    }
  }
}
