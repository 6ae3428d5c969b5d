package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.model.Packages;
import org.g2face.onnx.OnnxFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

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

  private Path[] reports() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("output/reports"))) {
      return files.sorted().toArray(Path[]::new);
    }
  }

  private int evaluate(Path conf, String... more) {
    out.getBuffer().setLength(0);
    List<String> arguments =
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
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return G2Face.commandLine(new PackagedNetworks())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(new ArrayList<>(List.of(arguments)).toArray(String[]::new));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }
}
