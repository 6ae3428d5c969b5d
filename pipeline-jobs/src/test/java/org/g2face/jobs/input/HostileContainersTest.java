package org.g2face.jobs.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.input.SourceEntry.Ignored;
import org.g2face.jobs.input.SourceEntry.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that hold many images and claim what is not true; beside each lies a good picture. */
class HostileContainersTest {
  private static final InputOptions OPTIONS =
      new InputOptions("image", Optional.empty(), false, 64, 1 << 30);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mtime=1e300000000",
        "atime=1E999999999",
        "ctime=-0.1e300000000",
        "LIBARCHIVE.creationtime=1e300000000",
        "mtime=",
        "mtime=--1",
        "mtime=0x10",
        "size=1e300000000",
        "size=-5",
        "size=99999999999999999999"
      })
  void numbersThatWouldKeepAReaderBusyAreRefused(String record) throws IOException {
    for (char type : new char[] {TarHeader.PAX, TarHeader.PAX_OF_SOLARIS, TarHeader.PAX_FOR_ALL}) {
      write("in/a.tar", Tar.of().pax(type, record).file("one.png", "one").end());

      assertThat(entries(list(OPTIONS)))
          .extracting(SourceEntry::id, HostileContainersTest::kind)
          .containsExactlyInAnyOrder(tuple("ok.png", "image"), tuple("a.tar", "unreadable"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mtime=1700000000.123456789", "atime=-1", "SCHILY.dev=1e300000000"})
  void whatOtherProgramsWriteIsRead(String record) throws IOException {
    write("in/a.tar", Tar.of().pax('x', record).pax('x', "path=x/ü.png").file("a", "one").end());
    write("in/b.tar", Tar.of().file("x/", "").file("x/two.png", "two").end());
    byte[] joined = Tar.of().file("1.png", "1").end();
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(joined);
    both.writeBytes(Tar.of().file("2.png", "2").end());
    both.writeBytes("signature".getBytes(UTF_8));
    write("in/joined.tar", both.toByteArray());

    assertThat(entries(list(OPTIONS)))
        .allMatch(Encoded.class::isInstance)
        .extracting(SourceEntry::id)
        .containsExactlyInAnyOrder(
            "ok.png", "a.tar/x/ü.png", "b.tar/x/two.png", "joined.tar/1.png", "joined.tar/2.png");
  }

  @Test
  void aSizeBeyondTheArchiveIsNotReserved() throws IOException {
    byte[] tar = Tar.of().file("one.png", "one").claim("huge.png", Long.MAX_VALUE).end();
    write("in/a.tar", tar);
    write("in/b.tar", Tar.of().file("one.png", "one").claim("huge.png", 1L << 40).end());

    assertThat(entries(list(OPTIONS)))
        .extracting(SourceEntry::id, HostileContainersTest::kind)
        .containsExactlyInAnyOrder(
            tuple("ok.png", "image"),
            tuple("a.tar/one.png", "image"),
            tuple("a.tar", "unreadable"),
            tuple("b.tar/one.png", "image"),
            tuple("b.tar/huge.png", "unreadable"),
            tuple("b.tar", "unreadable"));
  }

  @ParameterizedTest
  @EnumSource(LyingParquet.class)
  void whatAParquetFileClaimsIsHeldAgainstItsLength(LyingParquet lie) throws IOException {
    write("in/lie.parquet", lie.bytes());

    List<SourceEntry> entries = entries(list(OPTIONS));

    assertThat(entries)
        .extracting(HostileContainersTest::kind)
        .as(lie.name())
        .containsExactlyInAnyOrder("image", "unreadable");
    assertThat(entries)
        .filteredOn(entry -> entry.id().startsWith("lie.parquet"))
        .singleElement()
        .extracting(entry -> ((Unreadable) entry).detail())
        .asString()
        .doesNotContain("OutOfMemory")
        .containsAnyOf("claim", "footer");
  }

  @Test
  void theTruthIsRead() throws IOException {
    write("in/true.parquet", LyingParquet.truth());
    assertThat(entries(list(OPTIONS)))
        .extracting(SourceEntry::id, HostileContainersTest::kind)
        .containsExactlyInAnyOrder(tuple("ok.png", "image"), tuple("true.parquet#0", "image"));
  }

  @Test
  void eachByteOfAnArchiveIsUnpackedOnce() throws IOException {
    byte[] zip = overlapping(2_000, new byte[1 << 20]);
    write("in/bomb.zip", zip);

    List<SourceEntry> entries = entries(list(OPTIONS));

    assertThat(entries).hasSize(2_001);
    assertThat(entries)
        .filteredOn(Encoded.class::isInstance)
        .extracting(SourceEntry::id)
        .containsExactlyInAnyOrder("ok.png", "bomb.zip/0.png");
    assertThat(entries)
        .filteredOn(Unreadable.class::isInstance)
        .allSatisfy(
            entry -> assertThat(((Unreadable) entry).detail()).isEqualTo("lies upon another file"));
  }

  @Test
  void anArchiveUnpacksToNoMoreThanItMay() throws IOException {
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream stream = new ZipOutputStream(zip)) {
      for (int i = 0; i < 10; i++) {
        stream.putNextEntry(new ZipEntry(i + ".png"));
        stream.write(new byte[1000]);
      }
    }
    write("in/a.zip", zip.toByteArray());
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(tar)) {
      Tar files = Tar.of();
      for (int i = 0; i < 10; i++) {
        files.file(i + ".png", "x".repeat(1000));
      }
      stream.write(files.end());
    }
    write("in/b.tar.gz", tar.toByteArray());

    List<SourceEntry> entries =
        entries(list(OPTIONS.withArchives(new ArchiveLimits(4_500, 1_000))));

    assertThat(entries)
        .filteredOn(entry -> entry.id().startsWith("a.zip") && entry instanceof Encoded)
        .hasSize(4);
    assertThat(entries)
        .filteredOn(entry -> entry.id().startsWith("a.zip") && entry instanceof Unreadable)
        .hasSize(6)
        .allSatisfy(
            entry -> assertThat(((Unreadable) entry).detail()).contains("limits.archive-bytes"));
    assertThat(entries).filteredOn(entry -> entry.id().startsWith("b.tar.gz/")).hasSize(3);
    assertThat(entries)
        .filteredOn(entry -> entry.id().equals("b.tar.gz"))
        .singleElement()
        .satisfies(
            entry -> assertThat(((Unreadable) entry).detail()).contains("limits.archive-bytes"));
    assertThat(entries(list(OPTIONS.withArchives(new ArchiveLimits(1 << 30, 7)))))
        .filteredOn(entry -> entry.id().equals("a.zip") || entry.id().equals("b.tar.gz"))
        .hasSize(2)
        .allSatisfy(
            entry -> assertThat(((Unreadable) entry).detail()).contains("limits.archive-entries"));
  }

  /** Ten gigabytes of nothing in ten megabytes would be unpacked for half a minute. */
  @Test
  void imagesHardlyCompress() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(Tar.of().file("one.png", "one").claim("huge.png", 1L << 33).header());
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 300; i++) {
        stream.write(zeros);
      }
    }
    write("in/a.tgz", bytes.toByteArray());

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThat(entries(list(OPTIONS)))
                .filteredOn(entry -> entry.id().equals("a.tgz"))
                .singleElement()
                .satisfies(
                    entry ->
                        assertThat(((Unreadable) entry).detail()).contains("a hundred times")));
  }

  /** img2dataset writes such a table beside each tar file. */
  @Test
  void aTableWithoutImagesIsIgnoredUnlessSomebodyNamesIt() throws IOException {
    write("in/0.tar", Tar.of().file("one.png", "one").end());
    write("in/0.parquet", LyingParquet.ofAnotherColumn());

    ImageDataset dataset = list(OPTIONS);

    assertThat(entries(dataset))
        .filteredOn(Ignored.class::isInstance)
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.id()).isEqualTo("0.parquet");
              assertThat(((Ignored) entry).reason()).isEqualTo("no_image_column");
            });
    assertThat(dataset.images()).isEqualTo(2);
    assertThat(dataset.ignored()).isEqualTo(1);
    assertThatThrownBy(() -> listed(OPTIONS, List.of(), "in/0.parquet"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no column image but url");
    write("alone/0.parquet", LyingParquet.ofAnotherColumn());
    assertThatThrownBy(() -> listed(OPTIONS, List.of(), "alone"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--image-column");
  }

  @Test
  void whatTheJobWritesIsNoPartOfItsInput() throws IOException {
    write("in/out/.g2face/run-1/listing.jsonl", new byte[3]);
    write("in/out/files/one.png", new byte[3]);
    write("in/outer/two.png", new byte[3]);
    Files.createSymbolicLink(folder.resolve("in/link"), folder.resolve("in/out"));
    write("in/ok.png", new byte[3]);

    assertThat(entries(listed(OPTIONS, List.of(folder + "/in/out"), "in")))
        .extracting(SourceEntry::id)
        .containsExactly("ok.png", "outer/two.png");
    assertThat(entries(listed(OPTIONS, List.of(folder + "/in/out"), "in/out*")))
        .extracting(SourceEntry::id)
        .containsExactly("outer/two.png");
    // A dataset may be replaced by what is made of it.
    assertThat(entries(listed(OPTIONS, List.of(folder + "/in/out"), "in/out/files"))).hasSize(1);
  }

  @Test
  void whatIsIgnoredIsCountedByKind() throws IOException {
    for (String name :
        List.of("1.heic", "2.HEIC", "x/3.avif", "4.gif", "notes", "a.\u001b[31m", ".hidden")) {
      write("in/" + name, new byte[3]);
    }
    write("in/a.tar", Tar.of().file("5.heic", "five").file("one.png", "one").end());

    ImageDataset dataset = list(OPTIONS);

    assertThat(dataset.ignoredKinds())
        .containsExactly(
            entry("avif", 1L),
            entry("gif", 1L),
            entry("heic", 3L),
            entry("hidden", 1L),
            entry("others", 2L));
    Files.createDirectories(folder.resolve("none"));
    write("none/a.heic", new byte[3]);
    assertThatThrownBy(() -> listed(OPTIONS, List.of(), "none").requireImages(List.of("none")))
        .hasMessageContaining("no images in none")
        .hasMessageContaining("1 heic");
  }

  @ParameterizedTest
  @ValueSource(strings = {"faces-r08.tfrecords", "faces.lmdb", "faces.h5", "faces.tar.xz", "f.7z"})
  void containersOfOthersAreNamed(String name) throws IOException {
    write("in/" + name, new byte[100]);
    assertThatThrownBy(() -> listed(OPTIONS, List.of(), "in/" + name))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("which g2face does not read");
  }

  private static String kind(SourceEntry entry) {
    return entry instanceof Encoded
        ? "image"
        : entry instanceof Unreadable ? "unreadable" : "other";
  }

  /** One stream, and many names for it. */
  private static byte[] overlapping(int names, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("0.png");
      zip.putNextEntry(entry);
      zip.write(content);
    }
    ByteBuffer whole = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int directory = whole.getInt(whole.limit() - 22 + 16);
    byte[] record = new byte[whole.limit() - 22 - directory];
    whole.position(directory).get(record);
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(whole.array(), 0, directory);
    for (int i = 0; i < names; i++) {
      byte[] name = (i + ".png").getBytes(StandardCharsets.US_ASCII);
      ByteBuffer one = ByteBuffer.allocate(46 + name.length).order(ByteOrder.LITTLE_ENDIAN);
      one.put(record, 0, 46).put(name).putShort(28, (short) name.length);
      one.putShort(30, (short) 0);
      bomb.writeBytes(one.array());
    }
    ByteBuffer end = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
    end.putInt(0x06054b50).putInt(0).putShort((short) names).putShort((short) names);
    end.putInt(bomb.size() - directory).putInt(directory).putShort((short) 0);
    bomb.writeBytes(end.array());
    return bomb.toByteArray();
  }

  private void write(String name, byte[] bytes) throws IOException {
    TestImages.write(folder, name, bytes);
  }

  private ImageDataset list(InputOptions options) throws IOException {
    write("in/ok.png", new byte[] {1});
    return listed(options, List.of(), "in");
  }

  private ImageDataset listed(InputOptions options, List<String> outputs, String input)
      throws IOException {
    Path scratch = Files.createTempDirectory(folder, "scratch");
    return ImageDataset.list(
        TestSpark.session(),
        List.of(folder + "/" + input),
        options,
        new org.apache.hadoop.fs.Path(scratch.toUri()),
        outputs);
  }

  private static List<SourceEntry> entries(ImageDataset dataset) throws IOException {
    List<SourceEntry> entries = new ArrayList<>();
    for (InputSplit pack : dataset.tasks().collect()) {
      try (SplitRange.Entries read = pack.open(new Configuration(), Limits.standard())) {
        read.forEachRemaining(entries::add);
      }
    }
    assertThat(dataset.images() + dataset.ignored()).isEqualTo(entries.size());
    return entries;
  }
}
