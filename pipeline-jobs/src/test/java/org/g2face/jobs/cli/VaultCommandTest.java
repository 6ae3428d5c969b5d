package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.functions;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Originals into a vault and back, from the command line. */
class VaultCommandTest extends CommandLineTest {
  private static final List<String> GOOD = List.of("a/1.jpg", "a/1.png", "b ü.bmp");
  private Path faces;
  private Path vault;
  private Path keys;

  @BeforeEach
  void anonymizeWithAVault() throws IOException {
    faces = folder.resolve("faces");
    vault = folder.resolve("vault");
    for (int i = 0; i < GOOD.size(); i++) {
      TestImages.write(faces, GOOD.get(i), i);
    }
    TestImages.write(faces, "broken.png", new byte[0]);
    keys = keys("ward");
    assertThat(withVault("out")).as(err.toString()).isEqualTo(3);
  }

  private int withVault(String output) throws IOException {
    return anonymize(
        faces, output, "--keys", keys, "--passphrase-file", passphrase(), "--vault", vault);
  }

  private int restore(String output, Path keys, Object... more) throws IOException {
    List<Object> words =
        new ArrayList<>(
            List.of(
                "recover",
                "--vault",
                vault,
                "--keys",
                keys,
                "--passphrase-file",
                passphrase(),
                "--output",
                folder.resolve(output),
                "--layout",
                "both",
                "--master",
                "local[2]"));
    words.addAll(List.of(more));
    return run(words.toArray());
  }

  @Test
  void whatCannotBeResumedSaysSo() throws IOException {
    Object[] words = {
      "--keys", keys, "--passphrase-file", passphrase(), "--vault", folder.resolve("next")
    };
    Object[] resumed = Stream.concat(Stream.of("--resume"), Stream.of(words)).toArray();
    assertThat(anonymize(faces, "again", resumed)).isEqualTo(2);
    assertThat(err.toString())
        .contains("cannot resume: the originals of an unfinished run are removed");
    assertThat(anonymize(faces, "again", "--mode", "irreversible", "--resume")).isEqualTo(2);
    assertThat(err.toString()).contains("cannot resume", "keys that are forgotten when it ends");
    assertThat(folder.resolve("again")).doesNotExist();
  }

  @Test
  void restoresEveryPublishedImageBitByBit() throws IOException {
    assertThat(out.toString()).containsPattern("vault: 3 originals, [\\d,]+ bytes a face");
    JsonNode manifest = manifest("vault");
    assertThat(manifest.get("format").asText()).isEqualTo("g2face-vault");
    assertThat(manifest.get("dataset").asText()).isEqualTo("out");
    assertThat(manifest.get("originals").asInt()).isEqualTo(3);
    assertThat(manifest.get("kind").asText()).contains("personal data");
    assertThat(manifest("out").get("privacy").get("vault").asText()).isEqualTo(vault.toString());

    assertThat(restore("back", keys)).as(err.toString()).isZero();

    assertThat(out.toString()).contains("3 published, 0 quarantined");
    for (String name : GOOD) {
      assertThat(folder.resolve("back/files/" + name))
          .hasBinaryContent(Files.readAllBytes(faces.resolve(name)));
    }
    var rows =
        TestSpark.session()
            .read()
            .parquet(folder.resolve("back/images").toString())
            .select("image_id", "status", "image.bytes", "width", "source_height")
            .collectAsList();
    assertThat(rows).hasSize(3);
    for (var row : rows) {
      assertThat(row.<byte[]>getAs("bytes"))
          .isEqualTo(Files.readAllBytes(faces.resolve(row.getString(0))));
      assertThat(row.getString(1)).isEqualTo("restored");
      assertThat(row.getInt(3)).isEqualTo(40);
      assertThat(row.getInt(4)).isEqualTo(36);
    }
  }

  @Test
  void nothingOfAnOriginalIsLegible() throws IOException {
    List<byte[]> originals = new ArrayList<>();
    for (String name : GOOD) {
      byte[] bytes = Files.readAllBytes(faces.resolve(name));
      originals.add(java.util.Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length / 2 + 16));
    }
    try (Stream<Path> files = Files.walk(vault)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (byte[] part : originals) {
          assertThat(Needles.indexOf(Files.readAllBytes(file), part)).as("%s", file).isNegative();
        }
      }
    }
  }

  @Test
  void otherKeysRestoreNothingAndShreddedOnesNeverAgain() throws IOException {
    assertThat(restore("back", keys("other"))).isEqualTo(3);
    assertThat(out.toString()).contains("0 published, 3 quarantined (unreadable_vault 3)");
    var reasons =
        TestSpark.session()
            .read()
            .parquet(folder.resolve("back/quarantine").toString())
            .select("reason", "detail")
            .distinct()
            .collectAsList();
    assertThat(reasons).hasSize(1);
    assertThat(reasons.get(0).getString(0)).isEqualTo("unreadable_vault");
    assertThat(reasons.get(0).getString(1)).contains("wrong key");
    TestSpark.stop();

    assertThat(run("keys", "shred", "--keys", keys, "--yes", "ward")).isZero();
    assertThat(restore("never", keys)).isEqualTo(2);
    assertThat(err.toString()).contains("there are no keys at");
    assertThat(folder.resolve("never")).doesNotExist();
  }

  @Test
  void rotatedKeysStillRestore() throws IOException {
    assertThat(run("keys", "rotate", "--keys", keys, "--passphrase-file", passphrase())).isZero();
    assertThat(restore("back", keys)).isZero();
    assertThat(out.toString()).contains("3 published");
  }

  @Test
  void aRowUnderAnotherIdDoesNotOpen() throws IOException {
    var spark = TestSpark.session();
    var rows = spark.read().parquet(vault.resolve("originals").toString());
    rows.withColumn(
            "image_id",
            functions
                .when(rows.col("image_id").equalTo("a/1.jpg"), "a/9.jpg")
                .otherwise(rows.col("image_id")))
        .coalesce(1)
        .write()
        .parquet(folder.resolve("moved").toString());
    TestSpark.stop();
    for (Path file : list(vault.resolve("originals"))) {
      Files.delete(file);
    }
    for (Path file : list(folder.resolve("moved"))) {
      if (file.toString().endsWith(".parquet")) {
        Files.move(file, vault.resolve("originals").resolve(file.getFileName()));
      }
    }

    assertThat(restore("back", keys)).isEqualTo(3);
    assertThat(out.toString()).contains("2 published, 1 quarantined (unreadable_vault 1)");
  }

  @Test
  void aVaultIsNeverReplacedAndNeverLeftAlone() throws IOException {
    byte[] before = Files.readAllBytes(vault.resolve("manifest.json"));
    assertThat(withVault("second")).isEqualTo(2);
    assertThat(err.toString()).contains("a vault is never replaced");
    assertThat(vault.resolve("manifest.json")).hasBinaryContent(before);
    assertThat(folder.resolve("second")).doesNotExist();

    vault = folder.resolve("another vault");
    TestImages.write(folder.resolve("taken"), "precious", new byte[1]);
    assertThat(withVault("taken")).as("the output exists").isEqualTo(2);
    assertThat(vault).doesNotExist();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .as("no staging folder is left")
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  void whatIsNoVaultIsTold() throws IOException {
    vault = folder.resolve("out");
    assertThat(restore("back", keys)).isEqualTo(2);
    assertThat(err.toString()).contains("is no vault");
    vault = folder.resolve("nowhere");
    assertThat(restore("back", keys)).isEqualTo(2);
    assertThat(err.toString()).contains("there is no vault at");
    assertThat(restore("back", keys, "--input", faces)).isEqualTo(2);
    assertThat(err.toString()).contains("leave out --input");
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
