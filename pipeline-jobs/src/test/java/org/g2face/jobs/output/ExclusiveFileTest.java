package org.g2face.jobs.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.g2face.jobs.io.HadoopFileSystems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExclusiveFileTest {
  private static final int WRITERS = 16;

  @TempDir private Path folder;

  @Test
  void oneOfManyWritersWinsAndItsContentStays() throws Exception {
    FileSystem store = HadoopFileSystems.of(path("x"), new Configuration());
    assertThat(StoreKind.of(store)).isEqualTo(StoreKind.LOCAL);
    for (int round = 0; round < 50; round++) {
      org.apache.hadoop.fs.Path file = path("file-" + round);
      var threads = Executors.newFixedThreadPool(WRITERS);
      List<Callable<Integer>> writers =
          IntStream.range(0, WRITERS)
              .<Callable<Integer>>mapToObj(
                  i ->
                      () ->
                          ExclusiveFile.create(
                                  store, file, ("" + i).getBytes(StandardCharsets.UTF_8))
                              ? i
                              : -1)
              .toList();
      List<Integer> winners =
          threads.invokeAll(writers).stream()
              .map(ExclusiveFileTest::get)
              .filter(i -> i >= 0)
              .toList();
      threads.shutdown();
      assertThat(winners).hasSize(1);
      assertThat(folder.resolve("file-" + round)).hasContent("" + winners.get(0));
    }
    assertThat(folder.toFile().list()).as("nothing temporary").hasSize(50);
  }

  @Test
  void everyKindOfStoreRefusesASecondFile() throws IOException {
    for (String scheme : List.of("hdfs", "s3a")) {
      FileSystem store = new Renamed(scheme);
      store.initialize(URI.create("file:///"), new Configuration());
      org.apache.hadoop.fs.Path file = path(scheme);
      assertThat(StoreKind.of(store).renamesFolders()).isEqualTo(scheme.equals("hdfs"));

      assertThat(create(store, file, "first")).isTrue();
      assertThat(create(store, file, "second")).isFalse();
      assertThat(Files.readString(folder.resolve(scheme))).isEqualTo("first");
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("hdfs", "s3a");
  }

  private static boolean create(FileSystem store, org.apache.hadoop.fs.Path file, String text)
      throws IOException {
    return ExclusiveFile.create(store, file, text.getBytes(StandardCharsets.UTF_8));
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  private static <T> T get(java.util.concurrent.Future<T> future) {
    try {
      return future.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Local disks under another scheme, which rename like HDFS: never over a file. */
  private static final class Renamed extends FilterFileSystem {
    private final String scheme;

    Renamed(String scheme) {
      super(new RawLocalFileSystem());
      this.scheme = scheme;
    }

    @Override
    public URI getUri() {
      return URI.create(scheme + "://host/");
    }

    @Override
    protected void checkPath(org.apache.hadoop.fs.Path path) {}

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      return !exists(to) && super.rename(from, to);
    }
  }
}
