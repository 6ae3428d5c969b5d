package org.g2face.jobs.input;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;

/**
 * The numbers that a Parquet file states of itself, held against its length before anything is
 * reserved for them.
 */
final class ParquetClaims {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = Integer.BYTES + 4;

  /** A row with an image takes more than a byte; rows without any may take less. */
  private static final long ROWS_PER_BYTE = 1;

  private ParquetClaims() {}

  /**
   * Checks the footer before anybody interprets it.
   *
   * @throws IOException if it is not what it says
   */
  static void checkFooter(FSDataInputStream file, long length) throws IOException {
    if (length < MAGIC.length + TAIL) {
      throw new IOException("has " + length + " bytes, too few for a Parquet file");
    }
    byte[] tail = new byte[TAIL];
    file.readFully(length - TAIL, tail);
    if (!Arrays.equals(tail, Integer.BYTES, TAIL, MAGIC, 0, MAGIC.length)) {
      throw new IOException("does not end like a Parquet file that can be read");
    }
    int size = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (size < 0 || size > length - MAGIC.length - TAIL) {
      throw new IOException("claims a footer of " + (size & 0xffffffffL) + " bytes");
    }
    byte[] footer = new byte[size];
    file.readFully(length - TAIL - size, footer);
    ThriftStructure.check(footer);
  }

  /**
   * Checks what the footer says of the row groups.
   *
   * @throws IOException naming the first number that cannot be true
   */
  static void check(List<BlockMetaData> groups, long length, ArchiveLimits limits)
      throws IOException {
    long rows = 0;
    for (BlockMetaData group : groups) {
      long count = group.getRowCount();
      if (count < 0 || count > ROWS_PER_BYTE * length - rows) {
        throw new IOException("claims " + count + " rows in " + length + " bytes");
      }
      rows += count;
      if (rows > limits.entries()) {
        throw new IOException(
            "holds more than " + limits.entries() + " rows (limits.archive-entries)");
      }
      for (ColumnChunkMetaData column : group.getColumns()) {
        check(column, length);
      }
    }
  }

  private static void check(ColumnChunkMetaData column, long length) throws IOException {
    long start = column.getStartingPos();
    long size = column.getTotalSize();
    if (start < MAGIC.length || size < 0 || size > length - start) {
      throw new IOException(
          "claims a chunk of %d bytes at %d, and has %d".formatted(size, start, length));
    }
    // Repeated values may be more than the rows, and take less than a byte each.
    if (column.getValueCount() < 0 || column.getValueCount() / Byte.SIZE > length) {
      throw new IOException("claims " + column.getValueCount() + " values in " + length + " bytes");
    }
  }
}
