package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.jobs.anonymize.PhotographNetworks;
import org.g2face.model.Packages;
import org.junit.jupiter.api.Test;

/** The demonstration with fresh networks, which hide and recover nothing well. */
class DemoCommandTest extends CommandLineTest {
  private static final String NOTICE = "a demonstration model, not for production";

  @Override
  FaceNetworks networks() {
    return new PhotographNetworks(new PackagedNetworks());
  }

  private String model() {
    Packages.compact(folder.resolve("fresh"));
    String model = folder.resolve("model").toString();
    Object[] export = {
      "model", "export", "--model", folder.resolve("fresh"), "--output", model, "--notice", NOTICE
    };
    assertThat(run(export)).as(err.toString()).isZero();
    return model;
  }

  @Test
  void everyStepIsToldAndLeavesItsResult() throws IOException {
    String model = model();
    assertThat(run("model", "describe", "--model", model)).isZero();
    assertThat(out.toString()).contains("notice: " + NOTICE);
    Path demo = folder.resolve("a demo");

    int code = run("demo", "--output", demo, "--model", model, "--master", "local[2]");

    assertThat(code).as(out + "\n" + err).isZero();
    assertThat(out.toString())
        .contains("g2face keys create --keys", "g2face anonymize --crops", "g2face recover --crops")
        .contains("g2face anonymize --photographs", "g2face evaluate --faces")
        .contains("likeness of new to true faces (same: 1), by training-recogniser")
        .contains("Pictures and numbers: " + demo.resolve("report.html"));
    List<String> faces = names(demo.resolve("pictures/faces"));
    assertThat(faces).hasSizeGreaterThanOrEqualTo(3);
    assertThat(names(demo.resolve("anonymized/files"))).hasSameSizeAs(faces);
    assertThat(manifest("a demo/anonymized").get("model_notice").asText()).isEqualTo(NOTICE);
    assertThat(manifest("a demo/anonymized").at("/privacy/mode").asText()).isEqualTo("reversible");
    String page = Files.readString(demo.resolve("report.html"));
    assertThat(page).contains("data:image/png;base64,", "training-recogniser");
    assertThat(TestSpark.session().read().parquet(demo.resolve("evaluation/metrics").toString()))
        .matches(metrics -> metrics.filter("measure = 'identity_cosine'").count() == 1);
    TestSpark.stop();
    assertThat(run("demo", "--output", demo, "--model", model)).isEqualTo(2);
    assertThat(err.toString()).contains("exists; give another --output");
  }

  @Test
  void whatHasNoFacesOrNoModelIsToldBeforeAnythingStarts() throws IOException {
    TestImages.write(folder.resolve("mine"), "a.png", 1);
    Object[] mine = {"--input", folder.resolve("mine"), "--output", folder.resolve("out")};

    assertThat(run("demo", "--model", "builtin:nothing", "--output", folder.resolve("none")))
        .isEqualTo(2);
    assertThat(err.toString()).contains("no model builtin:nothing", "give --model");
    assertThat(folder.resolve("none")).doesNotExist();
    assertThat(run("demo", "--model", model(), mine[0], mine[1], mine[2], mine[3])).isEqualTo(2);
    assertThat(err.toString()).contains("no face was found in the pictures of --input");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
