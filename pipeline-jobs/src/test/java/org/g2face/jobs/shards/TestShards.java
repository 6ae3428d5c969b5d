package org.g2face.jobs.shards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.g2face.image.ImageEncoder;
import org.g2face.image.RgbImage;

/** Packed datasets whose every image says which one it is. */
public final class TestShards {
  private TestShards() {}

  /**
   * Writes shards whose row groups hold the given numbers of images.
   *
   * @param size of the images, in pixels
   */
  public static ShardManifest write(Path folder, int size, List<List<Integer>> shards)
      throws IOException {
    int next = 0;
    List<Shard> written = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      String name = "train/%06d.parquet".formatted(i);
      Path path = folder.resolve(name);
      Files.createDirectories(path.getParent());
      for (int images : shards.get(i)) {
        Path part = folder.resolve("train/%06d-%d.parquet".formatted(i, next));
        writeGroup(part, next, images, size);
        written.add(
            new Shard(folder.relativize(part).toString(), Files.size(part), "", List.of(images)));
        next += images;
      }
    }
    return new ShardManifest(size, Map.of(Split.TRAIN, written));
  }

  private static void writeGroup(Path path, int first, int images, int size) throws IOException {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.file.impl", org.apache.hadoop.fs.RawLocalFileSystem.class.getName());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(
                HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(path.toUri()), hadoop))
            .withType(ShardSchema.COLUMNS)
            .withConf(hadoop)
            .build()) {
      for (int number = first; number < first + images; number++) {
        writer.write(ShardSchema.row("" + number, new ImageEncoder().png(image(number, size))));
      }
    }
  }

  /** The left half tells the number in red and green; blue is brighter on the right. */
  public static RgbImage image(int number, int size) {
    byte[] levels = new byte[3 * size * size];
    for (int pixel = 0; pixel < size * size; pixel++) {
      levels[3 * pixel] = (byte) (number >> 8);
      levels[3 * pixel + 1] = (byte) number;
      levels[3 * pixel + 2] = (byte) (pixel % size < size / 2 ? 10 : 200);
    }
    return RgbImage.of(size, size, levels);
  }
}
