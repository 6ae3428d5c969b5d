package org.g2face.jobs.output;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.g2face.io.Sha256;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.output.Audited.Decision;

/**
 * Writes what one attempt at a pack gives, into a folder that no other attempt has.
 *
 * <p>Every input leaves a row in {@code audit/} and one in {@code images/} or {@code quarantine/}.
 * The files count for nothing until a {@link SplitRecords record} names them.
 */
public final class SplitWriter implements Closeable {
  /** PNG files do not compress; a group of 32 MiB is what a reader holds in memory. */
  private static final long ROW_GROUP = 32L << 20;

  private final FileSystem store;
  private final Configuration hadoop;
  private final Path folder;
  private final int pack;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final TreeMap<String, Long> quarantined = new TreeMap<>();
  private long published;
  private long ignored;

  /** A Parquet file that is being written. */
  private static final class Part {
    private final StableParquetFile file;
    private final ParquetWriter<Group> writer;
    private long rows;

    Part(StableParquetFile file, ParquetWriter<Group> writer) {
      this.file = file;
      this.writer = writer;
    }
  }

  /**
   * @param attempts the job's folder for attempts
   * @param attempt a name that no other attempt of any job has
   * @param pack the pack's number, from 0
   */
  public SplitWriter(Configuration hadoop, Path attempts, String attempt, int pack)
      throws IOException {
    this.store = HadoopFileSystems.of(attempts, hadoop);
    this.hadoop = hadoop;
    this.folder = new Path(attempts, attempt);
    this.pack = pack;
  }

  /**
   * Publishes an image.
   *
   * @param row its row, with or without the image
   * @param png the image's PNG file
   */
  public void publish(Published row, byte[] png, Audit audit) throws IOException {
    write(DatasetFolder.IMAGES, Published.SCHEMA, row.toGroup());
    String checksum = Sha256.of(png);
    audit(
        new Audited(
            row.imageId(), row.path(), Decision.PUBLISHED, null, row.file(), checksum, audit));
    published++;
  }

  /** Tells why something is not published. */
  public void refuse(Quarantined row, Audit audit) throws IOException {
    write(DatasetFolder.QUARANTINE, Quarantined.SCHEMA, row.toGroup());
    Decision decision = row.ignored() ? Decision.IGNORED : Decision.QUARANTINED;
    audit(new Audited(row.imageId(), row.path(), decision, row.reason(), null, null, audit));
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
    Path file = new Path(new Path(folder, DatasetFolder.FILES), name);
    try (OutputStream stream = store.create(file, false)) {
      stream.write(png);
    }
  }

  /** Completes the files. */
  public SplitOutput finish() throws IOException {
    close();
    List<SplitOutput.DataFile> files =
        parts.entrySet().stream()
            .map(
                part ->
                    new SplitOutput.DataFile(
                        part.getKey(),
                        part.getValue().file.length(),
                        part.getValue().rows,
                        part.getValue().file.sha256()))
            .toList();
    return new SplitOutput(pack, folder.getName(), files, published, quarantined, ignored);
  }

  /** Closes the files; without {@link #finish} they count for nothing. */
  @Override
  public void close() throws IOException {
    IOException first = null;
    for (Part part : parts.values()) {
      try {
        part.writer.close();
      } catch (IOException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void audit(Audited row) throws IOException {
    write(DatasetFolder.AUDIT, Audited.SCHEMA, row.toGroup());
  }

  private void write(String name, MessageType schema, Group row) throws IOException {
    Part part = parts.get(name);
    if (part == null) {
      part = open(name, schema);
      parts.put(name, part);
    }
    part.writer.write(row);
    part.rows++;
  }

  private Part open(String name, MessageType schema) throws IOException {
    boolean images = name.equals(DatasetFolder.IMAGES);
    StableParquetFile file = new StableParquetFile(store, new Path(folder, name + ".parquet"));
    return new Part(
        file,
        ExampleParquetWriter.builder(file)
            .withType(schema)
            .withExtraMetaData(images ? Published.METADATA : Map.of())
            .withConf(hadoop)
            .withCompressionCodec(
                images ? CompressionCodecName.UNCOMPRESSED : CompressionCodecName.SNAPPY)
            .withDictionaryEncoding("image.bytes", false)
            .withRowGroupSize(ROW_GROUP)
            // By default a hundred rows are buffered before their size is looked at.
            .withMinRowCountForPageSizeCheck(4)
            .withMaxRowCountForPageSizeCheck(16)
            .build());
  }
}
