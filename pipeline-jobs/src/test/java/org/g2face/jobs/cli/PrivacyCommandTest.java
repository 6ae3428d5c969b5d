package org.g2face.jobs.cli;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.g2face.image.Decoded.Picture;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.junit.jupiter.api.Test;

/** Modes, keys and subjects, from the command line through Spark to the files and back. */
class PrivacyCommandTest extends CommandLineTest {
  private Path faces() throws IOException {
    Path faces = folder.resolve("faces");
    TestImages.write(faces, "a/1.jpg", 1);
    TestImages.write(faces, "a/2.png", 2);
    TestImages.write(faces, "3.bmp", 3);
    return faces;
  }

  @Test
  void withoutKeysNothingIsKeptAndThatIsTold() throws IOException {
    assertThat(anonymize(faces(), "out")).as(err.toString()).isZero();

    assertThat(err.toString())
        .containsOnlyOnce("no keys are given, so no identity is hidden")
        .contains("g2face keys create");
    assertThat(manifest("out").at("/privacy/mode").asText()).isEqualTo("irreversible");
    assertThat(anonymize(faces(), "said", "--mode", "irreversible")).isZero();
    assertThat(err.toString()).doesNotContain("no keys are given");
  }

  @Test
  void whoeverAsksForWhatKeysProtectMustChoose() throws IOException {
    assertThat(anonymize(faces(), "out", "--vault", folder.resolve("vault"))).isEqualTo(2);

    assertThat(err.toString())
        .contains("--mode reversible --keys URI", "--mode irreversible", "g2face keys create")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(anonymize(faces(), "out", "--codec", "ieee754")).isEqualTo(2);
  }

  @Test
  void reversibleBringsEveryFaceBackAndSaysWhatItIs() throws IOException {
    Path keys = keys("ward-3");
    assertThat(anonymize(faces(), "out", "--keys", keys, "--passphrase-file", passphrase()))
        .as(err.toString())
        .isZero();

    JsonNode privacy = manifest("out").get("privacy");
    assertThat(privacy.get("mode").asText()).isEqualTo("reversible");
    assertThat(privacy.get("kind").asText()).contains("pseudonymised", "Art. 4(5)", "the keys");
    assertThat(privacy.get("encrypted").asBoolean()).isTrue();
    assertThat(privacy.get("dataset").asText()).isEqualTo("out");
    assertThat(privacy.get("keys").asText()).isEqualTo("ward-3");
    assertThat(privacy.get("new_face").asText()).isEqualTo("one for each image");
    assertRecovers(folder.resolve("out"), "back", "--keys", keys);
    // The pictures alone will do, if somebody knows what they are called.
    assertRecovers(folder.resolve("out/files"), "back again", "--keys", keys, "--dataset", "out");
  }

  private void assertRecovers(Path input, String output, Object... more) throws IOException {
    Object[] words = java.util.Arrays.copyOf(more, more.length + 2);
    words[more.length] = "--passphrase-file";
    words[more.length + 1] = passphrase();
    assertThat(recover(input, output, words)).as(err.toString()).isZero();
    for (String name : List.of("a/1.jpg", "a/2.png", "3.bmp")) {
      String file = output + "/files/" + name.substring(0, name.lastIndexOf('.')) + ".png";
      float[] original =
          PixelNetworks.identity(decode(folder.resolve("faces/" + name)).resize(48, 48));
      byte[] recovered = decode(folder.resolve(file)).toBytes();
      byte[] expected = PixelNetworks.drawn(original).toBytes();
      for (int i = 0; i < expected.length; i++) {
        // Five bits a coordinate.
        assertThat(recovered[i] & 0xff)
            .as(name)
            .isBetween((expected[i] & 0xff) - 12, (expected[i] & 0xff) + 12);
      }
    }
  }

  @Test
  void thesameKeysGiveTheSameBytes() throws IOException {
    Path keys = keys("k");
    Object[] more = {"--keys", keys, "--passphrase-file", passphrase(), "--dataset", "d"};
    anonymize(faces(), "one", more);
    anonymize(faces(), "two", more);
    for (String file : List.of("a/1.png", "a/2.png", "3.png")) {
      assertThat(folder.resolve("two/files/" + file))
          .hasBinaryContent(Files.readAllBytes(folder.resolve("one/files/" + file)));
    }
  }

  @Test
  void otherKeysRecoverNothing() throws IOException {
    Path keys = keys("ours");
    Path others = keys("theirs");
    Object[] passphrase = {"--passphrase-file", passphrase()};
    anonymize(faces(), "out", "--keys", keys, passphrase[0], passphrase[1]);

    assertThat(recover(folder.resolve("out"), "back")).isEqualTo(2);
    assertThat(err.toString()).contains("recovering needs keys: give --keys");
    assertThat(
            recover(folder.resolve("out"), "back", "--keys", others, passphrase[0], passphrase[1]))
        .isEqualTo(2);
    assertThat(err.toString()).contains("of 'ours', which is not in 'theirs'");
    assertThat(
            recover(
                folder.resolve("out/files"),
                "back",
                "--keys",
                others,
                "--dataset",
                "out",
                passphrase[0],
                passphrase[1]))
        .as("without a manifest each picture tells")
        .isEqualTo(3);
    assertThat(out.toString()).contains("0 published, 3 quarantined (unreadable_password 3)");
    assertThat(
            recover(
                folder.resolve("out/files"),
                "other back",
                "--keys",
                keys,
                passphrase[0],
                passphrase[1]))
        .as("nobody says which dataset")
        .isEqualTo(2);
    assertThat(err.toString()).contains("--dataset");
  }

  @Test
  void rotatedKeysRecoverOldDatasets() throws IOException {
    Path keys = keys("k");
    anonymize(faces(), "out", "--keys", keys, "--passphrase-file", passphrase());
    assertThat(run("keys", "rotate", "--keys", keys, "--passphrase-file", passphrase())).isZero();

    assertRecovers(folder.resolve("out"), "back", "--keys", keys);
  }

  @Test
  void aPictureUnderAnotherNameDoesNotOpen() throws IOException {
    Path keys = keys("k");
    anonymize(faces(), "out", "--keys", keys, "--passphrase-file", passphrase());
    Path files = folder.resolve("out/files");
    Path one = files.resolve("a/1.png");
    Files.move(one, files.resolve("a/2.png"), StandardCopyOption.REPLACE_EXISTING);

    assertThat(
            recover(
                files,
                "back",
                "--keys",
                keys,
                "--dataset",
                "out",
                "--passphrase-file",
                passphrase()))
        .isEqualTo(3);
    assertThat(out.toString()).contains("1 published, 1 quarantined (unreadable_password 1)");
  }

  @Test
  void irreversibleLeavesNothingToRecover() throws IOException {
    assertThat(anonymize(faces(), "out", "--mode", "irreversible")).as(err.toString()).isZero();

    JsonNode privacy = manifest("out").get("privacy");
    assertThat(privacy.get("mode").asText()).isEqualTo("irreversible");
    assertThat(privacy.get("kind").asText()).doesNotContain("pseudonymised", "anonymous");
    assertThat(privacy.get("sealing_key").isNull()).isTrue();
    assertThat(recover(folder.resolve("out"), "back", "--keys", keys("k"))).isEqualTo(2);
    assertThat(err.toString()).contains("there is nothing to recover", "random bits");
    assertThat(
            recover(
                folder.resolve("out/files"),
                "back",
                "--keys",
                folder.resolve("k.json"),
                "--dataset",
                "out",
                "--passphrase-file",
                passphrase()))
        .isEqualTo(3);
    assertThat(out.toString()).contains("0 published, 3 quarantined");

    assertThat(anonymize(faces(), "again", "--mode", "irreversible")).isZero();
    assertThat(dummies("again").values())
        .as("keys are drawn anew and forgotten")
        .doesNotContainAnyElementsOf(dummies("out").values());
    assertThat(Files.readAllBytes(folder.resolve("again/files/3.png")))
        .isNotEqualTo(Files.readAllBytes(folder.resolve("out/files/3.png")));
  }

  @Test
  void whatContradictsIrreversibilityIsRefused() throws IOException {
    Path keys = keys("k");
    assertThat(anonymize(faces(), "out", "--mode", "irreversible", "--keys", keys)).isEqualTo(2);
    assertThat(err.toString()).contains("leave out --keys");
    assertThat(anonymize(faces(), "out", "--mode", "irreversible", "--vault", folder.resolve("v")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--vault keeps the originals");
    assertThat(anonymize(faces(), "out", "--mode", "irreversible", "--codec", "ieee754"))
        .isEqualTo(2);
    assertThat(anonymize(faces(), "out", "--mode", "reversible")).isEqualTo(2);
    assertThat(err.toString()).contains("--mode reversible needs keys");
    assertThat(anonymize(faces(), "out", "--mode", "maybe")).isEqualTo(2);
    assertThat(err.toString()).contains("--mode: anonymize.mode must be one of reversible, irrev");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void thePublishedCodecMustBeAskedForAndIsMarked() throws IOException {
    assertThat(anonymize(faces(), "out", "--mode", "reversible", "--codec", "ieee754"))
        .as(err.toString())
        .isZero();

    JsonNode privacy = manifest("out").get("privacy");
    assertThat(privacy.get("codec").asText()).isEqualTo("ieee754");
    assertThat(privacy.get("encrypted").asBoolean()).isFalse();
    assertThat(privacy.get("kind").asText()).contains("pseudonymised", "NOT ENCRYPTED");
    assertThat(recover(folder.resolve("out"), "back")).as("a manifest may lie").isEqualTo(2);
    assertThat(err.toString()).contains("not encrypted", "--codec ieee754");
    assertThat(recover(folder.resolve("out/files"), "loose")).isEqualTo(2);
    assertThat(err.toString()).contains("--codec ieee754");
    assertThat(recover(folder.resolve("out/files"), "loose", "--codec", "ieee754")).isZero();
  }

  @Test
  void aManifestThatSaysNotEncryptedIsNotBelieved() throws IOException {
    Path keys = keys("k");
    anonymize(faces(), "out", "--keys", keys, "--passphrase-file", passphrase());
    Path manifest = folder.resolve("out/manifest.json");
    Path version = folder.resolve("out/.g2face/versions/000001.json");
    for (Path file : List.of(manifest, version)) {
      Files.writeString(file, Files.readString(file).replace("\"sealed\"", "\"ieee754\""));
    }

    // Sealed all the same: what was put in their place would not open.
    assertRecovers(folder.resolve("out"), "back", "--keys", keys);
  }

  @Test
  void subjectsOfATableShareAFaceInEveryDataset() throws IOException {
    Path keys = keys("k");
    Path table =
        Files.writeString(
            folder.resolve("who.csv"),
            "image_id,subject,age\na/1.jpg,\"Doe, Jane\",30\n3.bmp,\"Doe, Jane\",31\n"
                + "a/2.png,John,40\n");
    Object[] more = {"--keys", keys, "--passphrase-file", passphrase(), "--subjects", table};
    assertThat(anonymize(faces(), "out", more)).as(err.toString()).isZero();
    assertThat(anonymize(faces(), "other", more)).isZero();
    assertThat(anonymize(faces(), "each", "--keys", keys, "--passphrase-file", passphrase()))
        .isZero();
    assertThat(
            anonymize(
                faces(),
                "foreign",
                "--keys",
                keys("k2"),
                "--passphrase-file",
                passphrase(),
                "--subjects",
                table))
        .isZero();

    Map<String, String> dummies = dummies("out");
    assertThat(dummies.get("a/1.jpg"))
        .isEqualTo(dummies.get("3.bmp"))
        .isNotEqualTo(dummies.get("a/2.png"));
    assertThat(dummies("other")).isEqualTo(dummies);
    assertThat(dummies("each").values()).doesNotHaveDuplicates();
    assertThat(dummies("foreign").values()).doesNotContainAnyElementsOf(dummies.values());
    assertThat(manifest("out").get("privacy").get("new_face").asText())
        .isEqualTo("one for each subject");
    assertThat(Files.readString(folder.resolve("out/manifest.json"))).doesNotContain("Jane");
  }

  @Test
  void anImageWithoutASubjectIsQuarantined() throws IOException {
    Path table = Files.writeString(folder.resolve("who.csv"), "image_id,subject\n3.bmp,Jane\n");
    assertThat(anonymize(faces(), "out", "--mode", "irreversible", "--subjects", table))
        .isEqualTo(3);
    assertThat(out.toString()).contains("1 published, 2 quarantined (no_subject 2)");

    Files.writeString(table, "image_id,subject\n3.bmp,Jane\n3.bmp,John\n");
    assertThat(anonymize(faces(), "two", "--mode", "irreversible", "--subjects", table))
        .isEqualTo(2);
    assertThat(err.toString()).contains("gives two subjects to 3.bmp").doesNotContain("Jane");
    Files.writeString(table, "id,name\n3.bmp,Jane\n");
    assertThat(anonymize(faces(), "two", "--mode", "irreversible", "--subjects", table))
        .isEqualTo(2);
    assertThat(err.toString()).contains("has the columns id, name");
    assertThat(
            anonymize(faces(), "two", "--mode", "irreversible", "--subjects", table, "--per-image"))
        .isEqualTo(2);
  }

  @Test
  void subjectsOfAColumnShareAFace() throws IOException {
    StructType schema =
        new StructType()
            .add("image", DataTypes.BinaryType)
            .add("image_id", DataTypes.StringType)
            .add("patient", DataTypes.LongType);
    List<Row> rows =
        List.of(
            RowFactory.create(TestImages.encoded("png", 40, 40, 1), "x", 17L),
            RowFactory.create(TestImages.encoded("png", 40, 40, 2), "y", 17L),
            RowFactory.create(TestImages.encoded("png", 40, 40, 3), "z", 18L),
            RowFactory.create(TestImages.encoded("png", 40, 40, 4), "nobody", null));
    Path input = folder.resolve("input.parquet");
    TestSpark.session().createDataFrame(rows, schema).coalesce(1).write().parquet(input.toString());
    TestSpark.stop();

    assertThat(anonymize(input, "out", "--mode", "irreversible", "--subject-column", "patient"))
        .isEqualTo(3);
    assertThat(out.toString()).contains("3 published, 1 quarantined (no_subject 1)");
    Map<String, String> dummies = dummies("out");
    assertThat(dummies.get("x")).isEqualTo(dummies.get("y")).isNotEqualTo(dummies.get("z"));
    assertThat(anonymize(input, "no", "--mode", "irreversible", "--subject-column", "person"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--subject-column");
  }

  private Map<String, String> dummies(String output) {
    try {
      return TestSpark.session()
          .read()
          .parquet(folder.resolve(output + "/images").toString())
          .collectAsList()
          .stream()
          .collect(
              toMap(
                  row -> row.<String>getAs("image_id"),
                  row -> row.<String>getAs("dummy_id"),
                  (one, two) -> one,
                  TreeMap::new));
    } finally {
      TestSpark.stop();
    }
  }

  private static RgbImage decode(Path file) throws IOException {
    return ((Picture) new ImageDecoder().decode(Files.readAllBytes(file), "")).image();
  }
}
