package org.g2face.jobs.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.g2face.io.Sha256;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.output.ExclusiveFile;
import org.g2face.jobs.output.Layout;
import org.g2face.jobs.output.version.OutputMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs between folders of a real HDFS leave what they leave on local disks. */
class HdfsTest {
  private static final int IMAGES = 80;
  private static final int WRITERS = 6;
  private static final OutputMode RESUME =
      new OutputMode(false, true, false, Duration.ofMinutes(2));

  @TempDir private static Path local;
  private static MiniDFSCluster cluster;
  private static FileSystem hdfs;

  @BeforeAll
  static void start() throws IOException {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, local.resolve("hdfs").toString());
    cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    cluster.waitActive();
    hdfs = cluster.getFileSystem();
    Path input = local.resolve("input");
    for (int i = 0; i < IMAGES; i++) {
      TestImages.write(input, "%03d.png".formatted(i), i);
    }
    TestImages.write(
        input, "half.png", TestImages.half(Files.readAllBytes(input.resolve("000.png"))));
    hdfs.copyFromLocalFile(path(input.toUri().toString()), path("/input"));
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

  @Test
  void leaveTheSameBytes() throws IOException {
    job(local.resolve("input").toString(), local.resolve("output").toString()).run();

    FaceJobResult result = job(uri("/input"), uri("/same")).run();

    assertThat(result.published()).isEqualTo(IMAGES);
    assertThat(result.quarantined()).isEqualTo(1);
    Map<String, String> there = data(hdfs, "/same");
    // The tables tell where an image came from, which is another place.
    assertThat(pictures(there))
        .hasSize(IMAGES)
        .isEqualTo(
            pictures(
                data(
                    FileSystem.getLocal(new Configuration()).getRaw(),
                    local.resolve("output").toString())));

    job(uri("/input"), uri("/same")).access(OutputMode.standard().withOverwrite(true)).run();
    assertThat(data(hdfs, "/same")).isEqualTo(there);
    assertThat(manifest("/same")).contains("\"version\" : 2");
  }

  @Test
  void goOnWhereTheyWereCutOff() throws IOException {
    Path gate = local.resolve("gate");
    Gated gated = new Gated(gate.toString());
    assertThatThrownBy(() -> job(uri("/input"), uri("/cut")).transform(gated).run())
        .isInstanceOf(JobFailedException.class)
        .hasMessageContaining("the gate is shut");
    assertThat(hdfs.exists(path("/cut/manifest.json"))).isFalse();
    Files.createFile(gate);

    FaceJobResult result = job(uri("/input"), uri("/cut")).transform(gated).access(RESUME).run();

    assertThat(result.published()).isEqualTo(IMAGES);
    job(uri("/input"), uri("/uncut")).run();
    assertThat(data(hdfs, "/cut")).isEqualTo(data(hdfs, "/uncut"));
  }

  @Test
  void ofManyWritersOfOneFileOneIsTheFirst() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    for (int round = 0; round < 10; round++) {
      org.apache.hadoop.fs.Path file = path("/exclusive/" + round);
      List<Callable<Boolean>> writers =
          IntStream.range(0, WRITERS)
              .<Callable<Boolean>>mapToObj(
                  i -> () -> ExclusiveFile.create(hdfs, file, new byte[] {(byte) i}))
              .toList();
      List<Integer> first = new ArrayList<>();
      List<Future<Boolean>> tried = threads.invokeAll(writers);
      for (int i = 0; i < WRITERS; i++) {
        if (tried.get(i).get()) {
          first.add(i);
        }
      }
      assertThat(first).hasSize(1);
      try (var in = hdfs.open(file)) {
        assertThat(in.readAllBytes()).containsExactly(first.get(0).byteValue());
      }
    }
    threads.shutdown();
  }

  private static AnonymizeFaces job(String input, String output) {
    return new AnonymizeFaces(TestSpark.session())
        .transform(new TestProvider())
        .input(List.of(input))
        .output(output)
        .layout(Layout.BOTH)
        .inputOptions(new InputOptions("image", Optional.empty(), false, 16, 1 << 30));
  }

  private static String uri(String folder) {
    return hdfs.getUri() + folder;
  }

  private static org.apache.hadoop.fs.Path path(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }

  private static String manifest(String output) throws IOException {
    try (var in = hdfs.open(path(output + "/manifest.json"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Map<String, String> pictures(Map<String, String> data) {
    Map<String, String> pictures = new TreeMap<>(data);
    pictures.keySet().removeIf(name -> !name.startsWith("files/"));
    return pictures;
  }

  /** Checksums of everything that is data, by path below the output. */
  private static Map<String, String> data(FileSystem store, String output) throws IOException {
    Map<String, String> data = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> files = store.listFiles(path(output), true);
    while (files.hasNext()) {
      org.apache.hadoop.fs.Path file = files.next().getPath();
      String name = file.toUri().getPath().substring(output.length() + 1);
      if (!name.startsWith(".g2face") && !name.equals("manifest.json")) {
        try (var in = store.open(file)) {
          data.put(name, Sha256.of(in.readAllBytes()));
        }
      }
    }
    return data;
  }
}
