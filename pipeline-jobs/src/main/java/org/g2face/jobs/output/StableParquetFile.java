package org.g2face.jobs.output;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.g2face.io.Sha256;

/**
 * A file for the Parquet writer whose bytes follow from its rows alone, and whose checksum is known
 * as soon as it is closed.
 *
 * <p>The writer keeps the encodings of a column in a hash set of enum constants. Their order, and
 * so the bytes of the footer, differs from one Java process to the next. Here the last bytes of the
 * file are held back, and the footer's lists are sorted before it is written.
 */
public final class StableParquetFile implements OutputFile {
  /** Footers take some ten kilobytes. */
  private static final int LARGEST_FOOTER = 1 << 20;

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TRAILER = Integer.BYTES + MAGIC.length;

  private final FileSystem store;
  private final Path path;
  private final MessageDigest digest = Sha256.digest();
  private String sha256;
  private long length;

  /** A file that is not there yet, or will be replaced. */
  public StableParquetFile(FileSystem store, Path path) {
    this.store = store;
    this.path = path;
  }

  /** Bytes of the closed file. */
  public long length() {
    return length;
  }

  /**
   * Of the closed file, in hexadecimal.
   *
   * @throws IllegalStateException if it was not closed, or given up before its end
   */
  public String sha256() {
    if (sha256 == null) {
      throw new IllegalStateException(path + " is not complete");
    }
    return sha256;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    return new HeldBack(store.create(path, false));
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return new HeldBack(store.create(path, true));
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return path.toString();
  }

  /** The same metadata with its lists in one order. */
  private static void sort(FileMetaData metadata) {
    for (RowGroup group : metadata.getRow_groups()) {
      group
          .getColumns()
          .forEach(
              column -> {
                ColumnMetaData chunk = column.getMeta_data();
                chunk.getEncodings().sort(Comparator.comparing(Encoding::getValue));
                if (chunk.isSetEncoding_stats()) {
                  chunk
                      .getEncoding_stats()
                      .sort(
                          Comparator.comparing(PageEncodingStats::getPage_type)
                              .thenComparing(PageEncodingStats::getEncoding));
                }
              });
    }
  }

  /** Keeps at least the last {@value #LARGEST_FOOTER} bytes until it is closed. */
  private final class HeldBack extends PositionOutputStream {
    private final OutputStream stream;
    private byte[] held = new byte[1 << 13];
    private int count;
    private long position;
    private boolean closed;

    HeldBack(OutputStream stream) {
      this.stream = stream;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int size) throws IOException {
      position += size;
      int left = size;
      while (left > 0) {
        if (count == held.length) {
          makeRoom();
        }
        int part = Math.min(left, held.length - count);
        System.arraycopy(bytes, from + size - left, held, count, part);
        count += part;
        left -= part;
      }
    }

    private void makeRoom() throws IOException {
      if (held.length < 2 * LARGEST_FOOTER) {
        held = Arrays.copyOf(held, 2 * held.length);
        return;
      }
      int passed = count - LARGEST_FOOTER;
      emit(held, passed);
      System.arraycopy(held, passed, held, 0, LARGEST_FOOTER);
      count = LARGEST_FOOTER;
    }

    private void emit(byte[] bytes, int size) throws IOException {
      stream.write(bytes, 0, size);
      digest.update(bytes, 0, size);
      length += size;
    }

    /** What does not end like a Parquet file was given up, and is left as it is. */
    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      try (stream) {
        boolean complete =
            count >= TRAILER
                && Arrays.equals(held, count - MAGIC.length, count, MAGIC, 0, MAGIC.length);
        if (complete) {
          writeFooter();
        } else {
          emit(held, count);
        }
      }
    }

    private void writeFooter() throws IOException {
      int size = ByteBuffer.wrap(held).order(ByteOrder.LITTLE_ENDIAN).getInt(count - TRAILER);
      int start = count - TRAILER - size;
      if (size < 0 || start < 0) {
        throw new IOException("the footer of " + path + " takes " + size + " bytes, too many");
      }
      FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(held, start, size));
      sort(metadata);
      ByteArrayOutputStream footer = new ByteArrayOutputStream();
      Util.writeFileMetaData(metadata, footer);
      int sorted = footer.size();
      ByteBuffer trailer = ByteBuffer.allocate(TRAILER).order(ByteOrder.LITTLE_ENDIAN);
      footer.write(trailer.putInt(sorted).put(MAGIC).array());
      emit(held, start);
      emit(footer.toByteArray(), footer.size());
      // Only a file that the store has taken as a whole has a checksum.
      stream.close();
      sha256 = Sha256.hex(digest);
    }
  }
}
