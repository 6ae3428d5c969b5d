package org.g2face.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.ImageDecoder;
import org.g2face.io.Sha256;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.shards.Shard;
import org.g2face.jobs.shards.ShardManifest;
import org.g2face.jobs.shards.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestFacesTest {
  private static final int IMAGES = 60;

  /** Small enough that the images of this test need several files and row groups. */
  private static final ShardOptions SMALL = new ShardOptions(16, 0.25, 8 << 10, 3 << 10);

  @TempDir private Path folder;

  @Test
  void everyImageIsInExactlyOneShardOrQuarantined() throws IOException {
    input();
    TestImages.write(
        folder.resolve("input"), "half.png", TestImages.half(TestImages.encoded("png", 40, 36, 1)));
    TestImages.write(folder.resolve("input"), "notes.txt", "x".getBytes(StandardCharsets.UTF_8));

    IngestResult result = job().run();

    ShardManifest manifest = result.manifest();
    assertThat(manifest.images(Split.TRAIN) + manifest.images(Split.VALIDATION)).isEqualTo(IMAGES);
    assertThat(manifest.images(Split.VALIDATION)).isBetween(5L, 30L);
    assertThat(result.quarantined()).isEqualTo(1);
    assertThat(result.ignored()).isEqualTo(1);
    assertThat(result.reasons()).containsExactly(Map.entry("truncated", 1L));
    Map<String, byte[]> train = images(Split.TRAIN);
    Map<String, byte[]> validation = images(Split.VALIDATION);
    assertThat(train).hasSize((int) manifest.images(Split.TRAIN));
    assertThat(validation).hasSize((int) manifest.images(Split.VALIDATION));
    assertThat(train.keySet()).doesNotContainAnyElementsOf(validation.keySet());
    assertThat(validation.keySet())
        .allMatch(id -> Split.of(id, SMALL.validation()) == Split.VALIDATION);
    assertThat(
            TestSpark.session()
                .read()
                .parquet(folder.resolve("output/quarantine").toString())
                .select("image_id")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .containsExactlyInAnyOrder("half.png", "notes.txt");
  }

  @Test
  void facesAreResizedLosslessly() throws IOException {
    input();
    job().run();

    byte[] source = Files.readAllBytes(folder.resolve("input/a/7.png"));
    Map<String, byte[]> all = images(Split.TRAIN);
    all.putAll(images(Split.VALIDATION));
    Picture packed = (Picture) new ImageDecoder().decode(all.get("a/7.png"), "");
    Picture original = (Picture) new ImageDecoder().decode(source, "7.png");
    assertThat(packed.image()).isEqualTo(original.image().resize(16, 16));
  }

  @Test
  void theManifestTellsWhatIsInEachFile() throws IOException {
    input();
    job().run();

    ShardManifest manifest = ShardManifest.read(output(), new Configuration());
    assertThat(manifest.size()).isEqualTo(16);
    assertThat(manifest.shards().get(Split.TRAIN)).hasSizeGreaterThan(1);
    boolean several = false;
    for (Split split : Split.values()) {
      for (Shard shard : manifest.shards().get(split)) {
        Path file = folder.resolve("output").resolve(shard.file());
        assertThat(Files.size(file)).isEqualTo(shard.bytes());
        assertThat(Sha256.of(Files.newInputStream(file))).isEqualTo(shard.sha256());
        try (ParquetFileReader reader =
            ParquetFileReader.open(
                HadoopInputFile.fromPath(
                    new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
          assertThat(reader.getRowGroups().stream().map(block -> (int) block.getRowCount()))
              .isEqualTo(shard.rowGroups());
          several |= shard.rowGroups().size() > 1;
          for (BlockMetaData block : reader.getRowGroups()) {
            assertThat(block.getColumns())
                .allMatch(column -> column.getCodec() == CompressionCodecName.UNCOMPRESSED)
                .noneMatch(column -> column.hasDictionaryPage());
          }
        }
      }
    }
    assertThat(several).isTrue();
    JsonNode json = new ObjectMapper().readTree(folder.resolve("output/manifest.json").toFile());
    assertThat(json.at("/counts/packed").asInt()).isEqualTo(IMAGES);
    assertThat(json.at("/splits/train/images").asLong()).isEqualTo(manifest.images(Split.TRAIN));
  }

  @Test
  void packedAgainTheFilesAreTheSame() throws IOException {
    input();
    ShardManifest first = job().run().manifest();
    ShardManifest second = job().overwrite(true).run().manifest();

    assertThat(second).isEqualTo(first);
  }

  @Test
  void refusesAnOutputThatExistsAndAnEmptyInput() throws IOException {
    Files.createDirectories(folder.resolve("input"));
    assertThatThrownBy(() -> job().run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no images");
    input();
    job().run();
    assertThatThrownBy(() -> job().run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("exists");
  }

  @Test
  void whatIsNotPackedIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("output"));
    assertThatThrownBy(() -> ShardManifest.read(output(), new Configuration()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("g2face ingest");
    Files.writeString(folder.resolve("output/manifest.json"), "{\"format\": \"other\"}");
    assertThatThrownBy(() -> ShardManifest.read(output(), new Configuration()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("version 1");
  }

  private void input() throws IOException {
    for (int i = 0; i < IMAGES; i++) {
      TestImages.write(folder.resolve("input"), (i % 2 == 0 ? "b/" : "a/") + i + ".png", i);
    }
  }

  private IngestFaces job() {
    return new IngestFaces(TestSpark.session())
        .input(List.of(folder.resolve("input").toString()))
        .output(output())
        .options(SMALL);
  }

  private String output() {
    return folder.resolve("output").toString();
  }

  private Map<String, byte[]> images(Split split) {
    Map<String, byte[]> images = new TreeMap<>();
    for (Row row :
        TestSpark.session()
            .read()
            .parquet(folder.resolve("output").resolve(split.folder()).toString())
            .collectAsList()) {
      byte[] bytes = row.getStruct(row.fieldIndex("image")).getAs("bytes");
      assertThat(images.put(row.getAs("image_id"), bytes)).isNull();
    }
    return images;
  }
}
