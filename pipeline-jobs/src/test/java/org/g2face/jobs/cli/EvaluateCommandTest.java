package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.model.Packages;
import org.g2face.onnx.OnnxFiles;
import org.junit.jupiter.api.Test;

class EvaluateCommandTest extends CommandLineTest {
  @Override
  FaceNetworks networks() {
    return new PackagedNetworks();
  }

  /** Fresh networks hide nothing and recover nothing, but every number of theirs can be told. */
  @Test
  void whatAnonymizeAndRecoverWroteIsEvaluatedTwice() throws IOException {
    TestSpark.stop();
    for (int i = 0; i < 6; i++) {
      TestImages.write(folder.resolve("faces"), "folder/" + i + ".jpg", i);
    }
    Packages.compact(folder.resolve("model"));
    Files.write(folder.resolve("means.onnx"), OnnxFiles.means());
    Path conf =
        Files.writeString(
            folder.resolve("evaluation.conf"),
            """
            networks.means {
              kind = recogniser, file = means.onnx, input = x, output = means, box = [0, 0, 1, 1]
              width = 2, height = 2, colours = rgb, mean = [0, 0, 0], deviation = [1, 1, 1]
            }
            networks.look = ${networks.means} { kind = features }
            gates = ["password.bits < 0.9", "change vs last run < 5 %"]
            """);
    assertThat(
            run(
                "anonymize",
                "--input",
                at("faces"),
                "--output",
                at("hidden"),
                "--model",
                at("model"),
                "--mode",
                "reversible",
                "--codec",
                "ieee754",
                "--layout",
                "files",
                "--master",
                "local[2]"))
        .as(err.toString())
        .isZero();
    assertThat(
            run(
                "recover",
                "--input",
                at("hidden"),
                "--output",
                at("back"),
                "--model",
                at("model"),
                "--codec",
                "ieee754",
                "--master",
                "local[2]"))
        .as(err.toString())
        .isZero();

    assertThat(evaluate(conf)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("Pictures: compared 6\n")
        .contains("Table II", "Table III", "Table IV", "Table V.", "Table VII", "Table diversity")
        .contains("G2Face (paper)", "Bit error rate", "mine")
        .contains("Gate passed: password.bits < 0.9")
        .contains("Gate passed: change vs last run < 5 % (there is no earlier run)");
    JsonNode run = new ObjectMapper().readTree(folder.resolve("output/latest.json").toFile());
    for (JsonNode metric : run.get("metrics")) {
      assertThat(metric.get("value").isNumber()).as(metric.toString()).isTrue();
    }
    assertThat(TestSpark.session().read().parquet(at("output/embeddings")).count())
        .isEqualTo(2 * 3);
    TestSpark.stop();
    Path[] reports = reports();
    assertThat(reports).hasSize(1);
    assertThat(out.toString()).contains("Report: ", "output/reports/" + reports[0].getFileName());
    assertThat(reports[0])
        .content()
        .contains("Bit error rate", "password.bits &lt; 0.9", "Diversity of dummies")
        .contains("No earlier run")
        .doesNotContain("<img", ".jpg");

    Files.writeString(conf, Files.readString(conf).replace("bits < 0.9", "bits < 0.001"));
    assertThat(evaluate(conf, "--faces")).as(err.toString()).isEqualTo(4);
    // Of six images four are the best and four the worst, by cosine and by PSNR.
    assertThat(reports()[1])
        .content()
        .contains("2 runs since", "Keep it where", "folder/3.jpg")
        .doesNotContain("shows no faces");
    assertThat(Files.readString(reports()[1]).split("<img", -1)).hasSize(1 + 2 * 2 * 4 * 3);
    assertThat(folder.resolve("output").toFile().list()).noneMatch(name -> name.startsWith("."));
    assertThat(out.toString())
        .contains("Gate FAILED: password.bits < 0.001 (Bit error rate of mine is 0.")
        .containsPattern("Gate passed: change vs last run < 5 % \\(\\d+ numbers compared\\)");
    assertThat(folder.resolve("output/metrics").toFile().list()).hasSize(1);
    assertThat(folder.resolve("output/metrics").toFile().listFiles()[0].list()).hasSize(2);
  }

  @Test
  void whatIsMissingIsTold() throws IOException {
    TestSpark.stop();
    TestImages.write(folder.resolve("faces"), "1.png", 1);
    assertThat(run("evaluate", "--output", at("output"))).isEqualTo(2);
    assertThat(err.toString()).contains("no original: give --original, or evaluate.original");
    assertThat(
            run(
                "evaluate",
                "--original",
                at("faces"),
                "--recovered",
                at("faces"),
                "--output",
                at("output"),
                "--sample",
                "many"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("a sample is a number such as 1000");
    Path conf = Files.writeString(folder.resolve("e.conf"), "networks.a { kind = oracle }");
    assertThat(
            run(
                "evaluate",
                "--original",
                at("faces"),
                "--recovered",
                at("faces"),
                "--output",
                at("output"),
                "--networks",
                conf.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("e.conf: 1: the network a is of the kind oracle");
    assertThat(folder.resolve("output")).doesNotExist();
  }

  @Test
  void aReportThatCannotBeWrittenHidesNoFailedGate() throws IOException {
    TestImages.write(folder.resolve("faces"), "1.png", 1);
    Path conf = Files.writeString(folder.resolve("e.conf"), "gates = [\"recovery.psnr > 999\"]");
    Files.createDirectories(folder.resolve("output"));
    Files.writeString(folder.resolve("output/reports"), "a file where a folder should be");
    List<Object> words = new ArrayList<>(List.of("evaluate", "--original", at("faces")));
    words.addAll(List.of("--recovered", at("faces"), "--output", at("output")));
    words.addAll(List.of("--networks", conf, "--master", "local[2]"));
    assertThat(run(words.toArray())).as(err.toString()).isEqualTo(4);
    assertThat(out.toString()).contains("Gate FAILED: recovery.psnr > 999");
    assertThat(err.toString())
        .contains("g2face: could not write the report: ")
        .contains("the numbers of the run are complete");
    assertThat(folder.resolve("output/latest.json")).content().contains("\"passed\" : false");
  }

  /** Fresh networks read noise: nothing arrives, so that there are no bits to count errors of. */
  @Test
  void sealedDatasetsAreReadWithTheirKeysOnly() throws IOException {
    for (int i = 0; i < 3; i++) {
      TestImages.write(folder.resolve("faces"), "folder/" + i + ".jpg", i);
    }
    Packages.compact(folder.resolve("model"));
    Object[] keys = {"--keys", keys("ours"), "--passphrase-file", passphrase()};
    hide("sealed", keys);
    JsonNode locked = passwords("sealed");
    for (String measure : List.of("bit_error_rate", "float_error", "opening_rate")) {
      assertThat(row(locked, measure).get("value").isNull()).as(measure).isTrue();
      assertThat(row(locked, measure).get("note").asText())
          .isEqualTo("identities are sealed: give --keys");
    }
    assertThat(row(locked, "arrival_rate").get("value").asDouble(-1)).isZero();
    assertThat(row(locked, "arrival_rate").get("n").asInt()).isEqualTo(3);

    JsonNode opened = passwords("sealed", keys);
    assertThat(row(opened, "opening_rate").get("value").asDouble(-1)).isZero();
    assertThat(row(opened, "opening_rate").get("n").asInt()).isEqualTo(3);
    assertThat(row(opened, "bit_error_rate").get("note").asText())
        .isEqualTo("no picture in which it could be measured");

    Object[] others = {"--keys", keys("theirs"), "--passphrase-file", passphrase()};
    assertThat(row(passwords("sealed", others), "opening_rate").get("note").asText())
        .contains("of 'ours', which is not in 'theirs'");

    hide("gone", "--mode", "irreversible");
    assertThat(row(passwords("gone"), "opening_rate").get("note").asText())
        .isEqualTo("anonymized irreversibly: nothing is hidden");
  }

  @Test
  void hashedNamesMeetThoseOfTheOriginalsByTheKeys() throws IOException {
    for (int i = 0; i < 3; i++) {
      TestImages.write(folder.resolve("faces"), "folder/" + i + ".jpg", i);
    }
    Packages.compact(folder.resolve("model"));
    Object[] keys = {"--keys", keys("ours"), "--passphrase-file", passphrase(), "--hash-names"};
    hide("hashed", keys);
    assertThat(measure("hashed")).isEqualTo(2);
    assertThat(err.toString()).contains("the names of the anonymized images are hashed");
    assertThat(measure("hashed", keys[0], keys[1], keys[2], keys[3])).as(err.toString()).isZero();
    assertThat(out.toString()).contains("Pictures: compared 3\n");
  }

  private void hide(String output, Object... more) {
    List<Object> words = new ArrayList<>(List.of("anonymize", "--input", at("faces")));
    words.addAll(List.of("--model", at("model"), "--output", at(output), "--master", "local[2]"));
    words.addAll(List.of(more));
    assertThat(run(words.toArray())).as(err.toString()).isZero();
  }

  private JsonNode passwords(String dataset, Object... more) throws IOException {
    assertThat(measure(dataset, more)).as(err.toString()).isZero();
    return new ObjectMapper().readTree(folder.resolve("output/latest.json").toFile());
  }

  private int measure(String dataset, Object... more) {
    List<Object> words = new ArrayList<>(List.of("evaluate", "--original", at("faces")));
    words.addAll(List.of("--anonymized", at(dataset), "--model", at("model")));
    words.addAll(List.of("--output", at("output"), "--master", "local[2]"));
    words.addAll(List.of("-D", "evaluate.timed=0"));
    words.addAll(List.of(more));
    return run(words.toArray());
  }

  private static JsonNode row(JsonNode run, String measure) {
    for (JsonNode row : run.get("metrics")) {
      if (row.get("measure").asText().equals(measure)) {
        return row;
      }
    }
    throw new AssertionError("no row of " + measure);
  }

  private Path[] reports() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("output/reports"))) {
      return files.sorted().toArray(Path[]::new);
    }
  }

  private int evaluate(Path conf, String... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "evaluate",
                "--original",
                at("faces"),
                "--anonymized",
                "mine=" + at("hidden"),
                "--recovered",
                "mine=" + at("back"),
                "--model",
                "mine=" + at("model"),
                "--networks",
                conf.toString(),
                "--output",
                at("output"),
                "--size",
                "32",
                "--master",
                "local[2]",
                "-D",
                "evaluate.timed=3",
                "-D",
                "evaluate.diverse=2",
                "-D",
                "evaluate.dummies=3"));
    arguments.addAll(List.of((Object[]) more));
    return run(arguments.toArray());
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}
