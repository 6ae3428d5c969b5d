package org.g2face.jobs.output;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * Writes what one attempt of a task gives, below a staging folder.
 *
 * <p>Parquet files carry the attempt in their names. A PNG file is written under such a name and
 * then renamed: attempts of the same task write the same bytes, so it does not matter whose stays.
 */
public final class TaskWriter implements Closeable {
  /** Where attempts write, below the staging folder. */
  static final String ATTEMPTS = "attempts";

  /** PNG files do not compress; a group of 32 MiB is what a reader holds in memory. */
  private static final long ROW_GROUP = 32L << 20;

  private final FileSystem store;
  private final Configuration hadoop;
  private final Path staging;
  private final String attempt;
  private final TreeMap<String, Long> quarantined = new TreeMap<>();
  private ParquetWriter<Group> images;
  private ParquetWriter<Group> quarantine;
  private long published;
  private long ignored;

  /**
   * @param staging the job's staging folder
   * @param attempt a name that no other attempt of the job has
   */
  public TaskWriter(Configuration hadoop, Path staging, String attempt) throws IOException {
    this.store = Stores.of(staging, hadoop);
    this.hadoop = hadoop;
    this.staging = staging;
    this.attempt = attempt;
  }

  /** Adds a row to {@code images/}. */
  public void write(Published row) throws IOException {
    if (images == null) {
      images =
          open(imagesFile(), Published.SCHEMA, Published.METADATA,
              CompressionCodecName.UNCOMPRESSED);
    }
    images.write(row.toGroup());
    published++;
  }

  /** Adds a row to {@code quarantine/}. */
  public void write(Quarantined row) throws IOException {
    if (quarantine == null) {
      quarantine =
          open(quarantineFile(), Quarantined.SCHEMA, Map.of(), CompressionCodecName.SNAPPY);
    }
    quarantine.write(row.toGroup());
    if (row.ignored()) {
      ignored++;
    } else {
      quarantined.merge(row.reason(), 1L, Long::sum);
    }
  }

  /**
   * Writes an image as a file of its own.
   *
   * @param name its path below {@code files/}
   */
  public void writeFile(String name, byte[] png) throws IOException {
    Path temporary = new Path(attempts(), attempt + ".png");
    try (OutputStream stream = store.create(temporary, true)) {
      stream.write(png);
    }
    Path target = new Path(new Path(staging, DatasetFolder.FILES), name);
    store.mkdirs(target.getParent());
    if (!store.rename(temporary, target)) {
      // Some stores do not rename over a file: another attempt was here, with the same bytes.
      if (!store.exists(target)) {
        throw new IOException("cannot create " + target);
      }
      store.delete(temporary, false);
    }
  }

  /** Completes the files. */
  public TaskOutput finish() throws IOException {
    close();
    return new TaskOutput(
        published > 0 ? imagesFile().toUri().toString() : null,
        quarantine == null ? null : quarantineFile().toUri().toString(),
        published,
        quarantined,
        ignored);
  }

  /** Closes the files; without {@link #finish} they count for nothing. */
  @Override
  public void close() throws IOException {
    try {
      if (images != null) {
        images.close();
      }
    } finally {
      if (quarantine != null) {
        quarantine.close();
      }
    }
  }

  private Path attempts() {
    return new Path(staging, ATTEMPTS);
  }

  private Path imagesFile() {
    return new Path(attempts(), attempt + "-images.parquet");
  }

  private Path quarantineFile() {
    return new Path(attempts(), attempt + "-quarantine.parquet");
  }

  private ParquetWriter<Group> open(
      Path path, MessageType schema, Map<String, String> metadata, CompressionCodecName codec)
      throws IOException {
    return ExampleParquetWriter.builder(new StoredFile(store, path))
        .withType(schema)
        .withExtraMetaData(metadata)
        .withConf(hadoop)
        .withCompressionCodec(codec)
        .withDictionaryEncoding("image.bytes", false)
        .withRowGroupSize(ROW_GROUP)
        // By default a hundred rows are buffered before their size is looked at.
        .withMinRowCountForPageSizeCheck(4)
        .withMaxRowCountForPageSizeCheck(16)
        .build();
  }
}
