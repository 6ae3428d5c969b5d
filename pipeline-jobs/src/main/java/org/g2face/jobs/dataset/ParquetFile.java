package org.g2face.jobs.dataset;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * A Parquet file of the input.
 *
 * @param uri where it is
 * @param id its path below the input folder
 * @param length bytes
 */
record ParquetFile(String uri, String id, long length) implements Serializable {
  /**
   * What its footer says.
   *
   * @param slices the row groups, cut into tasks; empty if there is a problem
   * @param unreadable why the file cannot be read, or null
   * @param mismatch which of the named columns it lacks, or null
   */
  record Footer(List<RowGroupSlice> slices, String unreadable, String mismatch)
      implements Serializable {}

  /**
   * Reads the footer.
   *
   * @param rowsPerSlice row groups of more than four times as many rows are read by several tasks;
   *     each of them loads the whole group, so smaller ones are not worth cutting
   */
  Footer footer(Configuration hadoop, InputOptions.Columns columns, int rowsPerSlice) {
    try (ParquetFileReader reader = open(hadoop)) {
      MessageType schema = reader.getFileMetaData().getSchema();
      ImageColumns found;
      try {
        found = ImageColumns.of(schema, columns);
      } catch (IllegalArgumentException e) {
        return new Footer(List.of(), null, uri + " " + e.getMessage());
      }
      List<RowGroupSlice> slices = new ArrayList<>();
      long row = 0;
      int group = 0;
      for (BlockMetaData block : reader.getRowGroups()) {
        long rows = block.getRowCount();
        long step = rows > 4L * rowsPerSlice ? rowsPerSlice : rows;
        for (long skip = 0; skip < rows; skip += step) {
          long count = Math.min(step, rows - skip);
          long bytes = found.bytes(block) * count / rows;
          slices.add(new RowGroupSlice(this, columns, group, row, skip, count, bytes));
        }
        row += rows;
        group++;
      }
      return new Footer(slices, null, null);
    } catch (IOException | RuntimeException e) {
      return new Footer(List.of(), e.getClass().getSimpleName() + ": " + e.getMessage(), null);
    }
  }

  ParquetFileReader open(Configuration hadoop) throws IOException {
    return ParquetFileReader.open(HadoopInputFile.fromPath(new Path(URI.create(uri)), hadoop));
  }
}
