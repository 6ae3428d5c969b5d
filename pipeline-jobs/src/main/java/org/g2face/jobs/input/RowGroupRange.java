package org.g2face.jobs.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.g2face.image.Reason;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.input.SourceEntry.Unreadable;

/**
 * Rows of one row group of a Parquet file.
 *
 * @param file the file
 * @param columns which columns to read
 * @param group the row group's index
 * @param firstRow the number within the file of the group's first row
 * @param skip rows of the group before this slice
 * @param count rows of this slice
 * @param bytes of the images, as they are stored
 */
record RowGroupRange(
    ParquetFile file,
    InputOptions.Columns columns,
    int group,
    long firstRow,
    long skip,
    long count,
    long bytes)
    implements SplitRange {

  @Override
  public SplitRange join(SplitRange next) {
    return next instanceof RowGroupRange after
            && after.file.equals(file)
            && after.group == group
            && after.skip == skip + count
        ? new RowGroupRange(
            file, columns, group, firstRow, skip, count + after.count, bytes + after.bytes)
        : null;
  }

  @Override
  public Entries open(Configuration hadoop, Limits limits) {
    return new Rows(hadoop, limits);
  }

  /** Rows that cannot be read, or have no id, are named by the file and their number. */
  @Override
  public List<String> ids(Configuration hadoop) {
    List<String> ids = new ArrayList<>();
    try (ParquetFileReader reader = file.open(hadoop)) {
      ImageColumns found = ImageColumns.of(reader.getFileMetaData().getSchema(), columns);
      Optional<MessageType> needed = found.forIds();
      if (needed.isPresent()) {
        RecordReader<Group> rows = rows(reader, needed.get());
        while (ids.size() < count) {
          Group row = rows.read();
          if (row == null) {
            break;
          }
          String id = found.idOf(row);
          ids.add(id == null ? numbered(ids.size()) : id);
        }
      }
    } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
      // Reading the images will meet the same error and tell.
    }
    while (ids.size() < count) {
      ids.add(numbered(ids.size()));
    }
    return ids;
  }

  private String numbered(long index) {
    return file.id() + "#" + (firstRow + skip + index);
  }

  private RecordReader<Group> rows(ParquetFileReader reader, MessageType needed)
      throws IOException {
    reader.setRequestedSchema(needed);
    PageReadStore pages = reader.readRowGroup(group);
    RecordReader<Group> rows =
        new ColumnIOFactory()
            .getColumnIO(needed)
            .getRecordReader(pages, new GroupRecordConverter(needed));
    for (long row = 0; row < skip; row++) {
      rows.read();
    }
    return rows;
  }

  /** Reads row by row; after an error the rest of the slice is unreadable. */
  private final class Rows implements Entries {
    private final Limits limits;
    private ParquetFileReader reader;
    private ImageColumns found;
    private RecordReader<Group> rows;
    private String error;
    private long read;

    private Rows(Configuration hadoop, Limits limits) {
      this.limits = limits;
      try {
        reader = file.open(hadoop);
        found = ImageColumns.of(reader.getFileMetaData().getSchema(), columns);
        rows = rows(reader, found.forImages());
      } catch (IOException | RuntimeException | VirtualMachineError | LinkageError e) {
        error = describe(e);
      }
    }

    @Override
    public boolean hasNext() {
      return read < count;
    }

    @Override
    public SourceEntry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      String numbered = numbered(read);
      String path = file.uri() + "#" + (firstRow + skip + read);
      read++;
      Group row = null;
      if (error == null) {
        try {
          row = rows.read();
          error = row == null ? "the file ends before this row" : null;
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
          error = describe(e);
        }
      }
      if (row == null) {
        return new Unreadable(numbered, path, -1, Reason.UNREADABLE.code(), error);
      }
      String id = numbered;
      try {
        String own = found.idOf(row);
        id = own == null ? numbered : own;
        return entry(id, path, row);
      } catch (RuntimeException | VirtualMachineError e) {
        // Of this row alone.
        return new Unreadable(id, path, -1, Reason.UNREADABLE.code(), describe(e));
      }
    }

    private SourceEntry entry(String id, String path, Group row) {
      byte[] bytes = found.bytesOf(row);
      if (bytes == null) {
        return new Unreadable(id, path, -1, Reasons.NO_IMAGE, "the row holds no bytes");
      }
      if (bytes.length > limits.bytes()) {
        return new Unreadable(
            id,
            path,
            bytes.length,
            Reason.TOO_LARGE_FILE.code(),
            bytes.length + " bytes; the limit is " + limits.bytes());
      }
      return new Encoded(id, path, found.nameOf(row), found.subjectOf(row), bytes);
    }

    @Override
    public void close() throws IOException {
      if (reader != null) {
        reader.close();
      }
    }

    /** Parquet hides what is wrong behind what it could not do. */
    private String describe(Throwable e) {
      Throwable first = e;
      while (first.getCause() != null) {
        first = first.getCause();
      }
      String what = e.getClass().getSimpleName() + ": " + e.getMessage();
      return first == e ? what : what + ": " + first.getMessage();
    }
  }
}
