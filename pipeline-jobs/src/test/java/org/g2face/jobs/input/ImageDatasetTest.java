package org.g2face.jobs.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.input.SourceEntry.Encoded;
import org.g2face.jobs.input.SourceEntry.Ignored;
import org.g2face.jobs.input.SourceEntry.Unreadable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDatasetTest {
  private static final StructType IMAGE =
      new StructType().add("bytes", DataTypes.BinaryType).add("path", DataTypes.StringType);

  @TempDir private Path folder;

  @Test
  void idsAreThePathsBelowTheInput() throws IOException {
    for (String name : List.of("a.JPG", "b/c.webp", "b/.d.png", "b/_e.tiff", "b/f [1]#2%20?.bmp")) {
      TestImages.write(folder.resolve("in"), name, name.getBytes(StandardCharsets.UTF_8));
    }
    TestImages.write(folder.resolve("in"), "b/readme.md", new byte[9]);

    ImageDataset dataset = list(options(), "in");

    assertThat(dataset.images()).isEqualTo(5);
    assertThat(dataset.ignored()).isEqualTo(1);
    assertThat(entries(dataset))
        .filteredOn(Encoded.class::isInstance)
        .allSatisfy(
            entry ->
                assertThat(((Encoded) entry).bytes())
                    .isEqualTo(entry.id().getBytes(StandardCharsets.UTF_8)))
        .extracting(SourceEntry::id)
        .containsExactlyInAnyOrder(
            "a.JPG", "b/c.webp", "b/.d.png", "b/_e.tiff", "b/f [1]#2%20?.bmp");
    assertThat(entries(dataset))
        .filteredOn(Ignored.class::isInstance)
        .extracting(SourceEntry::id)
        .containsExactly("b/readme.md");
  }

  @Test
  void globsAndSingleFilesAreInputsToo() throws IOException {
    for (String name : List.of("x/1.png", "x/2.png", "y/3.png", "z/no-extension")) {
      TestImages.write(folder, name, new byte[] {1});
    }

    assertThat(ids(list(options(), "{x,y}/*.png")))
        .containsExactlyInAnyOrder("x/1.png", "x/2.png", "y/3.png");
    assertThat(ids(list(options(), "x/1.png", "z/no-extension")))
        .containsExactlyInAnyOrder("1.png", "no-extension");
    assertThatThrownBy(() -> list(options(), "w/*.png"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("does not exist");
  }

  @Test
  void tasksAreFilledByCountAndBytesAndNeverOneAFile() throws IOException {
    for (int i = 0; i < 100; i++) {
      TestImages.write(folder.resolve("in"), i + ".png", new byte[10]);
    }

    assertThat(list(options(1000, 1 << 20), "in").tasks().getNumPartitions())
        .as("64 tasks, in steps of 16 images")
        .isEqualTo(7);
    assertThat(list(options(10, 1 << 20), "in").tasks().getNumPartitions()).isEqualTo(10);
    assertThat(list(options(1000, 100), "in").tasks().getNumPartitions()).isEqualTo(10);
    assertThat(list(options(1000, 5), "in").tasks().getNumPartitions()).isEqualTo(100);
    assertThat(ids(list(options(7, 1 << 20), "in"))).hasSize(100).doesNotHaveDuplicates();
  }

  @Test
  void aFileThatVanishesOrShrinksIsUnreadable() throws IOException {
    Path gone = TestImages.write(folder.resolve("in"), "gone.png", new byte[10]);
    Path shorter = TestImages.write(folder.resolve("in"), "shorter.png", new byte[10]);
    ImageDataset dataset = list(options(), "in");
    Files.delete(gone);
    Files.write(shorter, new byte[5]);

    assertThat(entries(dataset))
        .hasSize(2)
        .allSatisfy(
            entry -> {
              assertThat(entry).isInstanceOf(Unreadable.class);
              assertThat(((Unreadable) entry).reason()).isEqualTo("unreadable");
            });
  }

  @Test
  void huggingFaceColumnsAreRead() {
    parquet(
        "in/shard",
        new StructType().add("image", IMAGE).add("label", DataTypes.IntegerType),
        List.of(
            RowFactory.create(RowFactory.create(new byte[] {1}, "one.jpg"), 7),
            RowFactory.create(RowFactory.create(new byte[] {2}, null), 7),
            RowFactory.create(RowFactory.create(null, "elsewhere.jpg"), 7),
            RowFactory.create(null, 7)));

    List<SourceEntry> entries = entries(list(options(), "in/shard"));

    String file = parquetFile("in/shard");
    assertThat(entries)
        .extracting(SourceEntry::id)
        .containsExactlyInAnyOrder("one.jpg", file + "#1", "elsewhere.jpg", file + "#3");
    assertThat(entries)
        .filteredOn(Encoded.class::isInstance)
        .extracting(entry -> ((Encoded) entry).bytes()[0], entry -> ((Encoded) entry).name())
        .containsExactlyInAnyOrder(tuple((byte) 1, "one.jpg"), tuple((byte) 2, ""));
    assertThat(entries)
        .filteredOn(Unreadable.class::isInstance)
        .extracting(entry -> ((Unreadable) entry).reason())
        .containsExactly("no_image", "no_image");
  }

  @Test
  void plainBytesAndNamedColumnsAreRead() {
    parquet(
        "in",
        new StructType()
            .add("picture", DataTypes.BinaryType)
            .add("image_id", DataTypes.StringType)
            .add("number", DataTypes.LongType),
        List.of(
            RowFactory.create(new byte[] {1}, "a", 10L),
            RowFactory.create(new byte[] {2}, "b", 11L)));

    assertThat(ids(list(options("picture", null), "in"))).containsExactlyInAnyOrder("a", "b");
    assertThat(ids(list(options("picture", "number"), "in"))).containsExactlyInAnyOrder("10", "11");
    String file = parquetFile("in");
    assertThat(ids(list(options("picture", "#row"), "in")))
        .containsExactlyInAnyOrder(file + "#0", file + "#1");
    assertThatThrownBy(() -> list(options("image", null), "in"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("has no column image but picture, image_id, number")
        .hasMessageContaining("--image-column");
    assertThatThrownBy(() -> list(options("picture", "name"), "in"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--id-column");
    assertThatThrownBy(() -> list(options("number", null), "in"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("holds no images");
  }

  @Test
  void largeRowGroupsAreReadBySeveralTasks() {
    parquet(
        "in",
        new StructType().add("image", DataTypes.BinaryType),
        IntStream.range(0, 50)
            .mapToObj(i -> RowFactory.create((Object) new byte[] {(byte) i}))
            .toList());

    ImageDataset dataset = list(options(4, 1 << 20), "in");

    assertThat(dataset.tasks().getNumPartitions()).isEqualTo(13);
    assertThat(entries(dataset))
        .extracting(entry -> (int) ((Encoded) entry).bytes()[0])
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 50).boxed().toList());
    String file = parquetFile("in");
    assertThat(entries(dataset))
        .allSatisfy(
            entry -> assertThat(entry.id()).isEqualTo(file + "#" + ((Encoded) entry).bytes()[0]));
  }

  @Test
  void damagedParquetFilesLoseOnlyWhatIsDamaged() throws IOException {
    parquet(
        "in",
        new StructType().add("image", DataTypes.BinaryType),
        IntStream.range(0, 20).mapToObj(i -> RowFactory.create((Object) new byte[100])).toList());
    TestImages.write(folder.resolve("in"), "cut.parquet", new byte[] {'P', 'A', 'R', '1', 0});
    Path file = folder.resolve("in").resolve(parquetFile("in"));
    byte[] bytes = Files.readAllBytes(file);
    // The header of the only page, behind the magic number.
    Arrays.fill(bytes, 4, 30, (byte) 0xff);
    Files.write(file, bytes);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));

    ImageDataset dataset = list(options(), "in");

    assertThat(dataset.images()).isEqualTo(21);
    assertThat(entries(dataset))
        .filteredOn(entry -> !(entry instanceof Ignored))
        .hasSize(21)
        .allSatisfy(entry -> assertThat(entry).isInstanceOf(Unreadable.class))
        .extracting(SourceEntry::id)
        .doesNotHaveDuplicates()
        .contains("cut.parquet", file.getFileName() + "#19");
  }

  @Test
  void idsThatOccurTwiceAreNamedBeforeAnyWork() throws IOException {
    TestImages.write(folder, "x/same.png", new byte[1]);
    TestImages.write(folder, "y/same.png", new byte[1]);
    TestImages.write(folder, "y/other.png", new byte[1]);

    assertThatThrownBy(() -> list(options(), "x", "y").requireUniqueIds())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("images share an id: same.png;");
    list(options(), "{x,y}").requireUniqueIds();
    parquet(
        "p",
        new StructType().add("image", IMAGE),
        List.of(
            RowFactory.create(RowFactory.create(new byte[] {1}, "0.jpg")),
            RowFactory.create(RowFactory.create(new byte[] {2}, "0.jpg"))));
    assertThatThrownBy(() -> list(options(), "p").requireUniqueIds()).hasMessageContaining("0.jpg");
    list(options("image", "#row"), "p").requireUniqueIds();
  }

  @Test
  void imagesOfTooManyBytesAreNotRead() throws IOException {
    TestImages.write(folder.resolve("in"), "large.png", new byte[11]);
    TestImages.write(folder.resolve("in"), "small.png", new byte[10]);

    assertThat(entries(list(options(), "in"), new Limits(100, 10, 1)))
        .filteredOn(Unreadable.class::isInstance)
        .extracting(SourceEntry::id)
        .containsExactly("large.png");
  }

  private ImageDataset list(InputOptions options, String... inputs) {
    try {
      Path scratch = Files.createTempDirectory(folder, "scratch");
      return ImageDataset.list(
          TestSpark.session(),
          List.of(inputs).stream().map(input -> folder + "/" + input).toList(),
          options,
          new org.apache.hadoop.fs.Path(scratch.toUri()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<SourceEntry> entries(ImageDataset dataset) {
    return entries(dataset, Limits.standard());
  }

  private static List<SourceEntry> entries(ImageDataset dataset, Limits limits) {
    List<SourceEntry> entries = new ArrayList<>();
    for (InputSplit pack : dataset.tasks().collect()) {
      try (SplitRange.Entries read = pack.open(new Configuration(), limits)) {
        read.forEachRemaining(entries::add);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return entries;
  }

  private static List<String> ids(ImageDataset dataset) {
    List<String> ids =
        entries(dataset).stream()
            .filter(entry -> !(entry instanceof Ignored))
            .map(SourceEntry::id)
            .toList();
    assertThat(dataset.images()).isEqualTo(ids.size());
    return ids;
  }

  private void parquet(String name, StructType schema, List<Row> rows) {
    TestSpark.session()
        .createDataFrame(rows, schema)
        .coalesce(1)
        .write()
        .mode("overwrite")
        .parquet(folder.resolve(name).toString());
    for (File file : folder.resolve(name).toFile().listFiles()) {
      if (file.getName().equals("_SUCCESS") || file.getName().endsWith(".crc")) {
        assertThat(file.delete()).isTrue();
      }
    }
  }

  private String parquetFile(String name) {
    String[] files =
        folder.resolve(name).toFile().list((dir, file) -> file.matches("part.*[.]parquet"));
    assertThat(files).hasSize(1);
    return files[0];
  }

  private static InputOptions options() {
    return InputOptions.standard();
  }

  private static InputOptions options(int images, long bytes) {
    return new InputOptions("image", Optional.empty(), false, images, bytes);
  }

  private static InputOptions options(String image, String id) {
    return new InputOptions(image, Optional.ofNullable(id), false, 256, 1 << 20);
  }
}
