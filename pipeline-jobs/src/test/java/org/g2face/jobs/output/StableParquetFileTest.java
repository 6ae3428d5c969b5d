package org.g2face.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.PositionOutputStream;
import org.g2face.weights.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StableParquetFileTest {
  private static final int ROWS = 300;
  private static final int MANY_BYTES = 20_000;

  @TempDir private Path folder;

  /** Two processes differ in the hash codes of enum constants, so each runs in one of its own. */
  @Test
  void twoProcessesWriteTheSameBytes() throws Exception {
    for (String name : List.of("first", "second", "third")) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "-Xmx256m",
                  StableParquetFileTest.class.getName(),
                  folder.resolve(name).toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(name + ".log").toFile())
              .start();
      assertThat(process.waitFor())
          .as(Files.readString(folder.resolve(name + ".log")))
          .isZero();
    }

    assertThat(folder.resolve("second")).hasSameBinaryContentAs(folder.resolve("first"));
    assertThat(folder.resolve("third")).hasSameBinaryContentAs(folder.resolve("first"));
  }

  /** What a process of this test does. */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]), MANY_BYTES);
  }

  @Test
  void footersAreSortedAndTellWhatTheyDid() throws IOException {
    for (int bytes : List.of(10, MANY_BYTES)) {
      Path path = folder.resolve("rows-" + bytes);
      StableParquetFile file = write(path, bytes);

      byte[] content = Files.readAllBytes(path);
      assertThat(file.length()).isEqualTo(content.length);
      assertThat(file.sha256()).isEqualTo(Sha256.of(content));
      for (ColumnChunk column : footer(content).getRow_groups().get(0).getColumns()) {
        assertThat(column.getMeta_data().getEncodings())
            .hasSizeGreaterThan(1)
            .isSortedAccordingTo((a, b) -> Integer.compare(a.getValue(), b.getValue()))
            .doesNotHaveDuplicates();
      }
      try (ParquetReader<Group> rows =
          ParquetReader.builder(
                  new GroupReadSupport(), new org.apache.hadoop.fs.Path(path.toUri()))
              .build()) {
        for (int i = 0; i < ROWS; i++) {
          assertThat(rows.read().getString("image_id", 0)).isEqualTo("image " + i);
        }
        assertThat(rows.read()).isNull();
      }
    }
  }

  @Test
  void aFileThatIsGivenUpHasNoChecksum() throws IOException {
    StableParquetFile file = file(folder.resolve("given up"));
    try (PositionOutputStream stream = file.create(0)) {
      stream.write(new byte[] {1, 2, 3});
    }

    assertThat(folder.resolve("given up")).hasBinaryContent(new byte[] {1, 2, 3});
    assertThatThrownBy(file::sha256).isInstanceOf(IllegalStateException.class);
  }

  private static FileMetaData footer(byte[] content) throws IOException {
    int size =
        ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(content.length - 8);
    return Util.readFileMetaData(
        new ByteArrayInputStream(content, content.length - 8 - size, size));
  }

  private static StableParquetFile write(Path path, int bytes) throws IOException {
    Random random = new Random(7);
    StableParquetFile file = file(path);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file).withType(Published.SCHEMA).build()) {
      for (int i = 0; i < ROWS; i++) {
        byte[] png = new byte[bytes];
        random.nextBytes(png);
        writer.write(
            new Published(
                    "image " + i, "file:/x", png, "x.png", "anonymized", 1, 2, 3, 4, "model", null,
                    Map.of("b", 0.5, "a", random.nextDouble()))
                .toGroup());
      }
    }
    return file;
  }

  private static StableParquetFile file(Path path) throws IOException {
    FileSystem store =
        Stores.of(new org.apache.hadoop.fs.Path(path.toUri()), new Configuration());
    return new StableParquetFile(store, new org.apache.hadoop.fs.Path(path.toUri()));
  }
}
