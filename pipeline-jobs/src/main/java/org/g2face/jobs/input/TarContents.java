package org.g2face.jobs.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * The headers of a tar file from its beginning to its end. The content between them is skipped; in
 * a compressed archive it is unpacked and thrown away.
 *
 * <p>Only names, sizes and kinds are read: the other attributes of strangers are texts and numbers
 * of any size, which nothing here needs to understand.
 */
final class TarContents implements TableOfContents {
  /** Headers are kept in memory; those of one file together are no larger. */
  private static final int MOST_HEADER = 1 << 20;

  private static final int BUFFER = 1 << 16;

  private final String uri;
  private final Member.Storage storage;
  private final FSDataInputStream file;
  private final GzipCompressorInputStream unpacked;
  private final long length;
  private final ArchiveLimits.Meter meter;
  private final byte[] block = new byte[TarHeader.BLOCK];
  private PaxRecords global = PaxRecords.NONE;
  private long position;
  private long next;
  private boolean ended;

  /**
   * @param length bytes of the archive
   * @param meter counts what it unpacks to
   */
  TarContents(
      String uri, FSDataInputStream file, long length, boolean gzipped, ArchiveLimits.Meter meter)
      throws IOException {
    this.uri = uri;
    this.storage = gzipped ? Member.Storage.GZIPPED : Member.Storage.STORED;
    this.file = file;
    this.unpacked = gzipped ? new GzipCompressorInputStream(file, true) : null;
    this.length = length;
    this.meter = meter;
  }

  @Override
  public Item next() throws IOException {
    PaxRecords own = PaxRecords.NONE;
    String longName = null;
    int headers = 0;
    while (true) {
      TarHeader header = header();
      if (header == null) {
        return null;
      }
      next = position;
      switch (header.type()) {
        case TarHeader.PAX, TarHeader.PAX_OF_SOLARIS -> own = PaxRecords.of(text(header, headers));
        case TarHeader.PAX_FOR_ALL -> global = PaxRecords.of(text(header, headers));
        case TarHeader.LONG_NAME -> longName = TarHeader.untilNul(text(header, headers));
        case TarHeader.LONG_LINK -> next = end(header.size());
        default -> {
          PaxRecords pax = own.over(global);
          Item item = item(header, longName, pax);
          if (item != null) {
            return item;
          }
          own = PaxRecords.NONE;
          longName = null;
        }
      }
      headers += TarHeader.BLOCK + (int) Math.min(MOST_HEADER, header.size());
      if (header.isOfAFile()) {
        headers = 0;
      }
    }
  }

  /** A file; null for a folder. */
  private Item item(TarHeader header, String longName, PaxRecords pax) throws IOException {
    String name = pax.name() != null ? pax.name() : longName != null ? longName : header.name();
    long size = pax.size() >= 0 ? pax.size() : header.size();
    boolean sparse = pax.sparse() || header.type() == TarHeader.SPARSE;
    if (header.type() == TarHeader.SPARSE) {
      skipMaps(header.extended());
    }
    long start = position;
    next = header.hasContent() ? end(size) : position;
    if (header.type() == TarHeader.FOLDER || name.endsWith("/")) {
      return null;
    }
    meter.entry();
    String problem = null;
    if (sparse) {
      problem = "is a sparse file, which is not read";
    } else if (!header.isRegular()) {
      problem = "is a link or a device, not a file";
    }
    return new Item(new Member(uri, name, start, size, storage, -1), size, problem);
  }

  /** Where content that begins here ends, filled up to whole blocks. */
  private long end(long size) throws IOException {
    long blocks = size / TarHeader.BLOCK + (size % TarHeader.BLOCK == 0 ? 0 : 1);
    if (blocks > (Long.MAX_VALUE - position) / TarHeader.BLOCK) {
      throw new IOException("a file claims " + size + " bytes");
    }
    return position + blocks * TarHeader.BLOCK;
  }

  private void skipMaps(boolean more) throws IOException {
    int maps = 0;
    while (more) {
      if (++maps > MOST_HEADER / TarHeader.BLOCK) {
        throw tooLarge();
      }
      read(block);
      more = TarHeader.mapGoesOn(block);
    }
  }

  /** The next header; null at the end. */
  private TarHeader header() throws IOException {
    skip();
    while (readBlock()) {
      if (!TarHeader.isZero(block)) {
        try {
          return TarHeader.of(block);
        } catch (IOException e) {
          if (ended) {
            // Whatever follows the mark of the end, it is no archive.
            return null;
          }
          throw e;
        }
      }
      // Archives may be joined end to end.
      ended = true;
    }
    // What was cut off between two files would otherwise be lost without a word.
    if (!ended) {
      throw new IOException("the mark of its end is missing");
    }
    return null;
  }

  private void skip() throws IOException {
    if (unpacked == null) {
      if (next > length) {
        throw new EOFException("it ends within a file");
      }
      file.seek(next);
      position = next;
      return;
    }
    byte[] thrownAway = next > position ? new byte[BUFFER] : null;
    while (position < next) {
      int got = unpacked.read(thrownAway, 0, (int) Math.min(BUFFER, next - position));
      if (got < 0) {
        throw new EOFException("it ends within a file");
      }
      advance(got);
    }
  }

  private byte[] text(TarHeader header, int before) throws IOException {
    if (header.size() > MOST_HEADER - before) {
      throw tooLarge();
    }
    byte[] text = new byte[(int) header.size()];
    next = end(header.size());
    read(text);
    return text;
  }

  private static IOException tooLarge() {
    return new IOException("the header of a file is larger than " + MOST_HEADER + " bytes");
  }

  /** Whether there was one. */
  private boolean readBlock() throws IOException {
    int got = in().readNBytes(block, 0, block.length);
    advance(got);
    next = position;
    if (got > 0 && got < block.length && !ended) {
      throw new EOFException("it ends within a header");
    }
    return got == block.length;
  }

  private void read(byte[] bytes) throws IOException {
    if (in().readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw new EOFException("it ends within a header");
    }
    advance(bytes.length);
  }

  private void advance(int bytes) throws IOException {
    position += bytes;
    if (unpacked != null) {
      meter.unpacked(bytes);
    }
  }

  private InputStream in() {
    return unpacked == null ? file : unpacked;
  }

  @Override
  public void close() throws IOException {
    in().close();
  }
}
