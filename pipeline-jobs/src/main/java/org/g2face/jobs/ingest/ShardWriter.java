package org.g2face.jobs.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.g2face.jobs.io.HadoopFileSystems;
import org.g2face.jobs.output.StableParquetFile;
import org.g2face.jobs.shards.Shard;
import org.g2face.jobs.shards.ShardSchema;

/** Writes faces to one shard after the other. */
final class ShardWriter implements Closeable {
  private final FileSystem store;
  private final Configuration hadoop;
  private final Path folder;
  private final String attempt;
  private final ShardOptions options;
  private final List<Shard> closed = new ArrayList<>();
  private StableParquetFile file;
  private ParquetWriter<Group> writer;

  /**
   * @param folder where the attempts of tasks write
   * @param attempt begins the names of the files; no other attempt has it
   */
  ShardWriter(Configuration hadoop, Path folder, String attempt, ShardOptions options)
      throws IOException {
    this.store = HadoopFileSystems.of(folder, hadoop);
    this.hadoop = hadoop;
    this.folder = folder;
    this.attempt = attempt;
    this.options = options;
  }

  void write(String id, byte[] png) throws IOException {
    if (writer == null) {
      open();
    }
    writer.write(ShardSchema.row(id, png));
    if (writer.getDataSize() >= options.shardBytes()) {
      closeShard();
    }
  }

  /** Completes the last file; {@link Shard#file} is where each is now, as a URI. */
  List<Shard> finish() throws IOException {
    closeShard();
    return List.copyOf(closed);
  }

  private void open() throws IOException {
    Path path = new Path(folder, attempt + "-" + closed.size() + ".parquet");
    file = new StableParquetFile(store, path);
    writer =
        ExampleParquetWriter.builder(file)
            .withType(ShardSchema.COLUMNS)
            .withExtraMetaData(ShardSchema.METADATA)
            .withConf(hadoop)
            // PNG files do not compress, and no two are the same.
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
            .withDictionaryEncoding(false)
            .withRowGroupSize(options.rowGroupBytes())
            // By default a hundred rows are buffered before their size is looked at.
            .withMinRowCountForPageSizeCheck(4)
            .withMaxRowCountForPageSizeCheck(16)
            .build();
  }

  private void closeShard() throws IOException {
    if (writer == null) {
      return;
    }
    ParquetWriter<Group> done = writer;
    writer = null;
    done.close();
    List<Integer> rowGroups = new ArrayList<>();
    for (BlockMetaData block : done.getFooter().getBlocks()) {
      rowGroups.add(Math.toIntExact(block.getRowCount()));
    }
    closed.add(new Shard(file.getPath(), file.length(), file.sha256(), rowGroups));
  }

  /** Without {@link #finish} the files count for nothing. */
  @Override
  public void close() throws IOException {
    try (ParquetWriter<Group> open = writer) {
      writer = null;
    }
  }
}
