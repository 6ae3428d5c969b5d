package org.g2face.jobs.output;

import java.io.Closeable;
import java.io.IOException;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.g2face.jobs.io.HadoopFileSystems;

/**
 * Writes what one attempt of a task refuses, below the staging folder of a {@link StagedOutput}.
 * Its file carries the attempt in its name.
 */
public final class TaskWriter implements Closeable {
  /** Where attempts write, below the staging folder. */
  static final String ATTEMPTS = "attempts";

  private final FileSystem store;
  private final Configuration hadoop;
  private final Path file;
  private final TreeMap<String, Long> quarantined = new TreeMap<>();
  private ParquetWriter<Group> quarantine;
  private long ignored;

  /**
   * @param staging the job's staging folder
   * @param attempt a name that no other attempt of the job has
   */
  public TaskWriter(Configuration hadoop, Path staging, String attempt) throws IOException {
    this.store = HadoopFileSystems.of(staging, hadoop);
    this.hadoop = hadoop;
    this.file = new Path(new Path(staging, ATTEMPTS), attempt + "-quarantine.parquet");
  }

  /** Adds a row to {@code quarantine/}. */
  public void write(Quarantined row) throws IOException {
    if (quarantine == null) {
      quarantine =
          ExampleParquetWriter.builder(new StableParquetFile(store, file))
              .withType(Quarantined.SCHEMA)
              .withConf(hadoop)
              .withCompressionCodec(CompressionCodecName.SNAPPY)
              .build();
    }
    quarantine.write(row.toGroup());
    if (row.ignored()) {
      ignored++;
    } else {
      quarantined.merge(row.reason(), 1L, Long::sum);
    }
  }

  /**
   * Completes the file.
   *
   * @param published what the attempt has not refused
   */
  public TaskOutput finish(long published) throws IOException {
    close();
    return new TaskOutput(
        quarantine == null ? null : file.toUri().toString(), published, quarantined, ignored);
  }

  /** Closes the file; without {@link #finish} it counts for nothing. */
  @Override
  public void close() throws IOException {
    if (quarantine != null) {
      quarantine.close();
    }
  }
}
