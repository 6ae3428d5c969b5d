package org.g2face.jobs.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.input.SourceEntry.Ignored;
import org.g2face.jobs.input.SourceEntry.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchivesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz", "a.TGZ"})
  void filesOfAnArchiveAreLikeThoseOfAFolder(String archive) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("x/one.jpg", bytes("one", 5000));
    files.put("x/one.json", bytes("{}", 10));
    files.put("x/one.cls", bytes("7", 1));
    files.put("two ü%20.png", bytes("two", 3));
    files.put("../up.webp", bytes("up", 700));
    write("in/s/" + archive, pack(archive, files));
    TestImages.write(folder.resolve("in"), "plain.png", bytes("plain", 9));

    ImageDataset dataset = list(options(256), "in");

    List<SourceEntry> entries = entries(dataset, Limits.standard());
    String id = "s/" + archive + "/";
    assertThat(contents(entries))
        .containsOnly(
            Map.entry(id + "x/one.jpg", text("one", 5000)),
            Map.entry(id + "two ü%20.png", text("two", 3)),
            Map.entry(id + "../up.webp", text("up", 700)),
            Map.entry("plain.png", text("plain", 9)));
    assertThat(entries)
        .filteredOn(Ignored.class::isInstance)
        .extracting(SourceEntry::id)
        .containsExactlyInAnyOrder(id + "x/one.json", id + "x/one.cls");
    assertThat(dataset.images()).isEqualTo(4);
    assertThat(dataset.ignored()).isEqualTo(2);
    assertThat(entries)
        .filteredOn(entry -> entry.id().endsWith("one.jpg"))
        .allSatisfy(
            entry -> {
              assertThat(entry.path()).endsWith("/in/s/" + archive + "#x/one.jpg");
              assertThat(((Encoded) entry).name()).isEqualTo(entry.id());
            });
    dataset.requireUniqueIds();
    assertThat(contents(entries(list(options(256), "in/s/" + archive), Limits.standard())))
        .containsKey(archive + "/x/one.jpg");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.zip", "a.tar", "a.tar.gz"})
  void severalTasksReadOneArchive(String archive) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Map<String, String> expected = new LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      files.put(i + ".png", bytes(Integer.toString(i), 300 + i));
      expected.put(archive + "/" + i + ".png", text(Integer.toString(i), 300 + i));
    }
    write("in/" + archive, pack(archive, files));

    ImageDataset dataset = list(options(10), "in");

    assertThat(dataset.tasks().getNumPartitions()).isBetween(7, 16);
    assertThat(contents(entries(dataset, Limits.standard())))
        .containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void whatUnpacksToTooMuchIsNotUnpacked() throws IOException {
    byte[] zeros = new byte[50 << 20];
    byte[] zip = pack("a.zip", Map.of("honest.png", zeros));
    byte[] lying = pack("a.zip", Map.of("lying.png", zeros));
    claim(lying, 10);
    write("in/honest.zip", zip);
    write("in/lying.zip", lying);
    write("in/b.tar.gz", pack("b.tar.gz", Map.of("large.png", zeros, "small.png", new byte[9])));

    assertThat(zip).hasSizeLessThan(100_000);
    List<SourceEntry> entries = entries(list(options(256), "in"), new Limits(100, 1000, 1));
    assertThat(contents(entries)).containsOnlyKeys("b.tar.gz/small.png");
    assertThat(reasons(entries))
        .containsOnly(
            Map.entry("honest.zip/honest.png", "too_large_file"),
            Map.entry("lying.zip/lying.png", "corrupt"),
            Map.entry("b.tar.gz/large.png", "too_large_file"));
    assertThat(reasons(entries(list(options(256), "in/lying.zip"), Limits.standard())))
        .containsExactly(Map.entry("lying.zip/lying.png", "corrupt"));
  }

  /** Of the only file, in the central directory. */
  private static void claim(byte[] zip, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = buffer.getInt(zip.length - 22 + 16);
    assertThat(buffer.getInt(directory)).isEqualTo(0x02014b50);
    buffer.putInt(directory + 24, length);
  }

  @Test
  void damagedContentIsFoundOut() throws IOException {
    byte[] stored = bytes("stored", 600);
    byte[] zip = pack("a.zip", new LinkedHashMap<>(Map.of("stored.bmp", stored)));
    zip[zip.length / 2 - 50] ^= 1;
    write("in/a.zip", zip);

    assertThat(reasons(entries(list(options(256), "in"), Limits.standard())))
        .containsExactly(Map.entry("a.zip/stored.bmp", "corrupt"));
  }

  @Test
  void aBrokenArchiveGivesWhatCameBeforeAndIsNamed() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      files.put(i + ".png", bytes(Integer.toString(i), 1024));
    }
    byte[] tar = pack("a.tar", files);
    int each = 512 + 1024;
    write("in/between.tar", Arrays.copyOf(tar, 4 * each));
    write("in/within.tar", Arrays.copyOf(tar, 4 * each + 700));
    byte[] garbage = tar.clone();
    Arrays.fill(garbage, 6 * each, 7 * each, (byte) 'x');
    write("in/garbage.tar", garbage);
    write("in/cut.tar.gz", TestImages.half(pack("a.tar.gz", files)));
    write("in/cut.zip", TestImages.half(pack("a.zip", files)));
    write("in/empty.zip", new byte[0]);
    write("in/no.tgz", bytes("no archive", 2000));

    ImageDataset dataset = list(options(256), "in");

    List<SourceEntry> entries = entries(dataset, Limits.standard());
    assertThat(dataset.images()).isEqualTo(entries.size());
    assertThat(contents(entries).keySet())
        .contains("between.tar/3.png", "within.tar/3.png", "garbage.tar/5.png")
        .doesNotContain("within.tar/4.png", "garbage.tar/6.png");
    assertThat(reasons(entries).keySet())
        .contains(
            "between.tar",
            "within.tar",
            "garbage.tar",
            "cut.tar.gz",
            "cut.zip",
            "empty.zip",
            "no.tgz");
    assertThat(entries)
        .filteredOn(entry -> entry.id().equals("garbage.tar"))
        .allSatisfy(
            entry ->
                assertThat(((Unreadable) entry).detail())
                    .startsWith("the archive breaks off after 6 files: "));
  }

  @Test
  void headersThatWouldFillTheMemoryEndTheListing() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
      byte[] name = new byte[3 << 20];
      Arrays.fill(name, (byte) 'n');
      TarArchiveEntry header =
          new TarArchiveEntry("././@LongLink", TarArchiveEntry.LF_GNUTYPE_LONGNAME);
      header.setSize(name.length);
      tar.putArchiveEntry(header);
      tar.write(name);
      tar.closeArchiveEntry();
    }
    write("in/a.tar.gz", bytes.toByteArray());

    List<SourceEntry> entries = entries(list(options(256), "in"), Limits.standard());

    assertThat(reasons(entries)).containsExactly(Map.entry("a.tar.gz", "unreadable"));
    assertThat(((Unreadable) entries.get(0)).detail()).contains("header of a file is larger");
  }

  @Test
  void linksAndEncryptedFilesAreTold() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      TarArchiveEntry link = new TarArchiveEntry("link.png", TarArchiveEntry.LF_SYMLINK);
      link.setLinkName("/etc/passwd");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    write("in/a.tar", bytes.toByteArray());
    byte[] zip = pack("a.zip", Map.of("secret.png", new byte[100]));
    ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = buffer.getInt(zip.length - 22 + 16);
    zip[directory + 8] |= 1;
    write("in/b.zip", zip);

    List<SourceEntry> entries = entries(list(options(256), "in"), Limits.standard());

    assertThat(entries)
        .hasSize(2)
        .extracting(entry -> ((Unreadable) entry).detail())
        .containsExactlyInAnyOrder("is a link or a device, not a file", "is encrypted");
  }

  private static byte[] bytes(String text, int length) {
    return text(text, length).getBytes(UTF_8);
  }

  /** A text repeated to a length. */
  private static String text(String text, int length) {
    return text.repeat(length / text.length() + 1).substring(0, length);
  }

  private void write(String name, byte[] bytes) throws IOException {
    TestImages.write(folder, name, bytes);
  }

  private static byte[] pack(String archive, Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (archive.endsWith(".zip")) {
      zip(bytes, files);
    } else {
      try (TarArchiveOutputStream tar =
          new TarArchiveOutputStream(
              archive.endsWith(".tar") ? bytes : new GZIPOutputStream(bytes), "UTF-8")) {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
          TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
          entry.setSize(file.getValue().length);
          tar.putArchiveEntry(entry);
          tar.write(file.getValue());
          tar.closeArchiveEntry();
        }
      }
    }
    return bytes.toByteArray();
  }

  /** Bitmaps stored, all else compressed, with a folder's entry in front. */
  private static void zip(ByteArrayOutputStream bytes, Map<String, byte[]> files)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      if (files.size() > 1) {
        zip.putNextEntry(new ZipEntry("x/"));
      }
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        if (file.getKey().endsWith(".bmp")) {
          CRC32 crc = new CRC32();
          crc.update(file.getValue());
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(file.getValue().length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(file.getValue());
      }
    }
  }

  private ImageDataset list(InputOptions options, String input) throws IOException {
    Path scratch = Files.createTempDirectory(folder, "scratch");
    return ImageDataset.list(
        TestSpark.session(),
        List.of(folder + "/" + input),
        options,
        new org.apache.hadoop.fs.Path(scratch.toUri()));
  }

  private static InputOptions options(int images) {
    return new InputOptions("image", Optional.empty(), false, images, 1 << 20);
  }

  private static List<SourceEntry> entries(ImageDataset dataset, Limits limits) throws IOException {
    List<SourceEntry> entries = new ArrayList<>();
    for (InputSplit pack : dataset.tasks().collect()) {
      try (SplitRange.Entries read = pack.open(new Configuration(), limits)) {
        read.forEachRemaining(entries::add);
      }
    }
    return entries;
  }

  /** The images by id. */
  private static Map<String, String> contents(List<SourceEntry> entries) {
    Map<String, String> contents = new LinkedHashMap<>();
    for (SourceEntry entry : entries) {
      if (entry instanceof Encoded image) {
        assertThat(contents.put(image.id(), new String(image.bytes(), UTF_8))).isNull();
      }
    }
    return contents;
  }

  /** What could not be read, by id. */
  private static Map<String, String> reasons(List<SourceEntry> entries) {
    Map<String, String> reasons = new LinkedHashMap<>();
    for (SourceEntry entry : entries) {
      if (entry instanceof Unreadable broken) {
        assertThat(reasons.put(broken.id(), broken.reason())).isNull();
      }
    }
    return reasons;
  }
}
