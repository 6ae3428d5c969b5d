package org.g2face.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import org.g2face.io.Sha256;
import org.g2face.jobs.io.HadoopFileSystems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class StableParquetFileTest {
  private static final int ROWS = 300;
  private static final int MANY_BYTES = 20_000;
  private static final int LOADERS = 3;

  @TempDir private Path folder;

  /**
   * The hash codes of enum constants, after which the writer orders encodings, are new in each
   * class loader, as they are in each process.
   */
  @Test
  void classesThatAreLoadedAnewWriteTheSameBytes() throws Exception {
    URL[] classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(StableParquetFileTest::url)
            .toArray(URL[]::new);
    for (int i = 0; i < LOADERS; i++) {
      // Stays open: Hadoop's shutdown hook in it needs its classes.
      URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader());
      Thread.currentThread().setContextClassLoader(loader);
      try {
        loader
            .loadClass(StableParquetFileTest.class.getName())
            .getMethod("write", String.class)
            .invoke(null, folder.resolve("rows-" + i).toString());
      } finally {
        Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
      }
      assertThat(folder.resolve("rows-" + i)).hasSameBinaryContentAs(folder.resolve("rows-0"));
    }
  }

  private static URL url(String path) {
    try {
      return new File(path).toURI().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Called in classes that are loaded anew. */
  public static void write(String path) throws IOException {
    write(Path.of(path), 10);
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
          ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(path.toUri()))
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
    int size = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(content.length - 8);
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
                    "image " + i,
                    "file:/x",
                    png,
                    "x.png",
                    "anonymized",
                    1,
                    2,
                    3,
                    4,
                    "model",
                    null,
                    Map.of("b", 0.5, "a", random.nextDouble()))
                .toGroup());
      }
    }
    return file;
  }

  private static StableParquetFile file(Path path) throws IOException {
    FileSystem store =
        HadoopFileSystems.of(new org.apache.hadoop.fs.Path(path.toUri()), new Configuration());
    return new StableParquetFile(store, new org.apache.hadoop.fs.Path(path.toUri()));
  }
}
