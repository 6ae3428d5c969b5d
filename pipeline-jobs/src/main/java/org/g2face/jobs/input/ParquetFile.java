package org.g2face.jobs.input;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.g2face.jobs.io.HadoopFileSystems;

/**
 * A Parquet file of the input.
 *
 * @param uri where it is
 * @param id its path below the input folder
 * @param length bytes
 * @param named whether somebody named the file itself, and no folder above it
 * @param limits of what it may hold
 */
record ParquetFile(String uri, String id, long length, boolean named, ArchiveLimits limits)
    implements Serializable {
  /**
   * A row group is loaded as a whole by each task that reads of it. Up to this size that costs
   * nothing beside the networks.
   */
  private static final long CHEAP_TO_REPEAT = 64L << 20;

  /**
   * What its footer says.
   *
   * @param slices the row groups, cut into tasks; empty if there is a problem
   * @param unreadable why the file cannot be read, or null
   * @param mismatch which of the named columns it lacks, or null
   * @param other whether that makes it a table of something else than images
   */
  record Footer(List<RowGroupRange> slices, String unreadable, String mismatch, boolean other)
      implements Serializable {
    static Footer unreadable(Throwable e) {
      return new Footer(
          List.of(), e.getClass().getSimpleName() + ": " + e.getMessage(), null, false);
    }
  }

  ListedFile listed(ListedFile.Kind kind, String detail) {
    return new ListedFile(id, uri, length, 0, kind, detail, null);
  }

  /**
   * Reads the footer.
   *
   * @param rowsPerTask row groups of more than four times as many rows are read by several tasks
   *     even if they are large
   */
  Footer footer(Configuration hadoop, InputOptions.Columns columns, int rowsPerTask) {
    try (ParquetFileReader reader = open(hadoop)) {
      MessageType schema = reader.getFileMetaData().getSchema();
      ImageColumns found;
      try {
        found = ImageColumns.of(schema, columns);
      } catch (IllegalArgumentException e) {
        boolean other = !named && !schema.containsField(columns.image());
        return new Footer(List.of(), null, uri + " " + e.getMessage(), other);
      }
      List<RowGroupRange> slices = new ArrayList<>();
      long row = 0;
      int group = 0;
      for (BlockMetaData block : reader.getRowGroups()) {
        long rows = block.getRowCount();
        long size = found.bytes(block);
        boolean cut = size <= CHEAP_TO_REPEAT || rows > 4L * rowsPerTask;
        long step = cut ? Math.min(SplitPlanner.SLICE, rowsPerTask) : rows;
        for (long skip = 0; skip < rows; skip += step) {
          long count = Math.min(step, rows - skip);
          long bytes = size * count / rows;
          slices.add(new RowGroupRange(this, columns, group, row, skip, count, bytes));
        }
        row += rows;
        group++;
      }
      return new Footer(slices, null, null, false);
    } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
      return Footer.unreadable(e);
    }
  }

  /** Opens the file, of which the footer claims nothing that its length contradicts. */
  ParquetFileReader open(Configuration hadoop) throws IOException {
    Path path = new Path(URI.create(uri));
    FileSystem store = HadoopFileSystems.of(path, hadoop);
    try (FSDataInputStream file = store.open(path)) {
      ParquetClaims.checkFooter(file, length);
    }
    InputFile file =
        new InputFile() {
          @Override
          public long getLength() {
            return length;
          }

          @Override
          public SeekableInputStream newStream() throws IOException {
            return HadoopStreams.wrap(store.open(path));
          }

          @Override
          public String toString() {
            return uri;
          }
        };
    ParquetFileReader reader =
        ParquetFileReader.open(
            file,
            HadoopReadOptions.builder(hadoop).withCodecFactory(new BoundedCodecs(hadoop)).build());
    try {
      ParquetClaims.check(reader.getRowGroups(), length, limits);
      return reader;
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }
}
