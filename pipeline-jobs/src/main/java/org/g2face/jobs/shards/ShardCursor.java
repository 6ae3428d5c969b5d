package org.g2face.jobs.shards;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.g2face.jobs.shards.EpochOrder.Run;

/** Reads the encoded pictures of runs, one after the other; one row group is in memory. */
final class ShardCursor implements Closeable {
  private final String dataset;
  private final Configuration hadoop;
  private final Deque<Run> runs;
  private ParquetFileReader reader;
  private RecordReader<Group> rows;
  private Run current;
  private int left;

  /**
   * @param dataset URI of the folder that holds the shards
   */
  ShardCursor(String dataset, Configuration hadoop, List<Run> runs) {
    this.dataset = dataset;
    this.hadoop = hadoop;
    this.runs = new ArrayDeque<>(runs);
  }

  /**
   * The next picture.
   *
   * @throws IOException if a shard cannot be read, or is not what the manifest says it is
   */
  byte[] next() throws IOException {
    if (left == 0) {
      open(runs.remove());
    }
    left--;
    try {
      return ShardSchema.picture(rows.read());
    } catch (RuntimeException e) {
      throw new IOException(place() + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Where the picture that was last read comes from, for messages. */
  String place() {
    int row = current.from() + current.count() - left - 1;
    return "image "
        + row
        + " of row group "
        + current.group().index()
        + " of "
        + new Path(dataset, current.group().file());
  }

  private void open(Run run) throws IOException {
    close();
    current = run;
    left = run.count();
    Path path = new Path(dataset, run.group().file());
    reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop));
    reader.setRequestedSchema(ShardSchema.PICTURES);
    List<?> groups = reader.getRowGroups();
    if (run.group().index() >= groups.size()
        || reader.getRowGroups().get(run.group().index()).getRowCount() != run.group().images()) {
      throw new IOException(path + " is not the file that the dataset's manifest describes");
    }
    PageReadStore pages = reader.readRowGroup(run.group().index());
    rows =
        new ColumnIOFactory()
            .getColumnIO(ShardSchema.PICTURES)
            .getRecordReader(pages, new GroupRecordConverter(ShardSchema.PICTURES));
    for (int row = 0; row < run.from(); row++) {
      rows.read();
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }
}
