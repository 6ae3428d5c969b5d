package org.g2face.jobs.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.input.SourceEntry.Ignored;
import org.g2face.jobs.input.SourceEntry.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is really in a folder, and what the listing makes of it. */
@Timeout(120)
class LocalWalkTest {
  @TempDir private Path folder;

  @Test
  void oddNamesAreRead() throws IOException {
    List<String> names =
        List.of("2024-05-01T12:30:00.jpg", "%41.jpg", "a b#c?.jpg", "x:/y\n.jpg", "[z]{1}*.png");
    for (String name : names) {
      TestImages.write(folder.resolve("in"), name, new byte[] {1, 2});
    }

    assertThat(entries("in"))
        .allSatisfy(entry -> assertThat(entry).isInstanceOf(Encoded.class))
        .extracting(SourceEntry::id)
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(entries("in/2024-05-01T12:30:00.jpg")).singleElement().isInstanceOf(Encoded.class);
    assertThat(entries("in/2*.jpg")).singleElement().isInstanceOf(Encoded.class);
  }

  @Test
  void namesOfAnotherEncodingAreRows() throws Exception {
    // Java cannot write such names itself.
    shell("mkdir -p in/$(printf 'M\\374ller')");
    shell(
        "touch in/$(printf 'caf\\351.jpg') in/$(printf 'caf\\350.jpg') in/$(printf 'M\\374ller')/1.jpg");
    shell("touch in/$(printf 'n\\351.txt')");

    assertThat(entries("in"))
        .extracting(SourceEntry::id, Object::getClass)
        .containsExactlyInAnyOrder(
            tuple("caf%E9.jpg", Unreadable.class),
            tuple("caf%E8.jpg", Unreadable.class),
            tuple("M%FCller/1.jpg", Unreadable.class),
            tuple("n%E9.txt", Ignored.class));
    assertThat(entries("in/*.jpg")).hasSize(2);
  }

  @Test
  void whatIsNoFileIsARow() throws Exception {
    Files.createDirectories(folder.resolve("in"));
    shell("mkfifo in/pipe.jpg");
    Files.createSymbolicLink(folder.resolve("in/dangling.jpg"), Path.of("nowhere"));
    Files.createSymbolicLink(folder.resolve("in/dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(folder.resolve("in/self"), Path.of("self"));

    assertThat(entries("in"))
        .allSatisfy(entry -> assertThat(entry).isInstanceOf(Unreadable.class))
        .extracting(SourceEntry::id)
        .containsExactlyInAnyOrder("pipe.jpg", "dangling.jpg", "dangling", "self");
    assertThat(entries("in/pipe.jpg")).singleElement().isInstanceOf(Unreadable.class);
  }

  @Test
  void eachRealFolderIsReadOnce() throws IOException {
    TestImages.write(folder.resolve("in"), "z/1.jpg", new byte[] {1});
    TestImages.write(folder.resolve("else"), "2.jpg", new byte[] {1});
    Files.createSymbolicLink(folder.resolve("in/loop"), Path.of("."));
    Files.createSymbolicLink(folder.resolve("in/again"), Path.of("loop"));
    Files.createSymbolicLink(folder.resolve("in/a"), Path.of("z"));
    Files.createSymbolicLink(folder.resolve("in/b"), folder.resolve("else"));
    Files.createSymbolicLink(folder.resolve("in/c"), folder.resolve("else"));

    List<SourceEntry> entries = entries("in");

    assertThat(entries)
        .filteredOn(Encoded.class::isInstance)
        .extracting(SourceEntry::id)
        .containsExactlyInAnyOrder("z/1.jpg", "b/2.jpg");
    assertThat(entries)
        .filteredOn(Ignored.class::isInstance)
        .extracting(SourceEntry::id, entry -> ((Ignored) entry).reason())
        .containsExactlyInAnyOrder(
            tuple("loop", Reasons.LISTED_BEFORE),
            tuple("again", Reasons.LISTED_BEFORE),
            tuple("a", Reasons.LISTED_BEFORE),
            tuple("c", Reasons.LISTED_BEFORE));
  }

  @Test
  void filesOfSystemsAreIgnored() throws IOException {
    for (String name :
        List.of("._1.jpg", "__MACOSX/2.jpg", ".DS_Store", "Thumbs.db", "._a.zip", "._b.parquet")) {
      TestImages.write(folder.resolve("in"), name, new byte[] {0, 5, 22, 7});
    }
    for (String name : List.of("1.jfif", "2.jpe", "3.mpo", "4.dib")) {
      TestImages.write(folder.resolve("in"), name, new byte[] {1});
    }
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("__MACOSX/._5.jpg"));
      out.putNextEntry(new ZipEntry("5.jpg"));
    }
    TestImages.write(folder.resolve("in"), "mac.zip", zip.toByteArray());

    List<SourceEntry> entries = entries("in");

    assertThat(entries)
        .filteredOn(Encoded.class::isInstance)
        .extracting(SourceEntry::id)
        .containsExactlyInAnyOrder("1.jfif", "2.jpe", "3.mpo", "4.dib", "mac.zip/5.jpg");
    assertThat(entries)
        .filteredOn(Ignored.class::isInstance)
        .hasSize(7)
        .allSatisfy(
            entry -> assertThat(((Ignored) entry).reason()).isEqualTo(Reasons.FILE_OF_A_SYSTEM));
  }

  private void shell(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", command).directory(folder.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  /** The entries, as many as the dataset says. */
  private List<SourceEntry> entries(String input) throws IOException {
    Path scratch = Files.createTempDirectory(folder, "scratch");
    ImageDataset dataset =
        ImageDataset.list(
            TestSpark.session(),
            List.of(folder + "/" + input),
            InputOptions.standard(),
            new org.apache.hadoop.fs.Path(scratch.toUri()));
    dataset.requireUniqueIds();
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
