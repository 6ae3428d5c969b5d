package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.g2face.Fixtures;
import org.g2face.image.Decoded;
import org.g2face.image.ImageDecoder;
import org.g2face.image.RgbImage;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.TestSpark;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.jobs.anonymize.PhotographNetworks;
import org.g2face.model.Packages;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole photographs from the command line, with fresh networks. */
class PhotographsTest {
  private static final String KEY = "photographs.seal-key=0123456789abcdef0123456789abcdef";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  @AfterEach
  void stopTheSharedSession() {
    TestSpark.stop();
  }

  @Test
  void withoutFacesNothingIsPublishedUnlessSomebodySaysWhy() throws IOException {
    Packages.compact(folder.resolve("model"));
    TestImages.write(folder.resolve("in"), "a.png", 1);
    TestImages.write(folder.resolve("in"), "b.jpg", 2);

    assertThat(run("anonymize", "in", "out")).isEqualTo(3);
    assertThat(out.toString()).contains("0 published, 2 quarantined (no_face 2)");

    assertThat(run("anonymize", "in", "open", "-D", "photographs.no-face=publish")).isEqualTo(2);
    assertThat(err.toString()).contains("only for a stated reason");

    String[] publish = {
      "-D", "photographs.no-face=publish", "-D", "photographs.publish-reason=landscapes", "-D", KEY
    };
    assertThat(run("anonymize", "in", "open", publish)).isZero();
    Row row = rows("open", "images").get(0);
    assertThat(row.<String>getAs("status")).isEqualTo("unchanged");
    assertThat(row.<String>getAs("reason")).isEqualTo("landscapes");
    assertThat(picture("open/files/a.png")).isEqualTo(picture("in/a.png"));
    assertThat(Files.readString(folder.resolve("open/manifest.json")))
        .contains("landscapes")
        .doesNotContain("0123456789abcdef");
    assertThat(run("recover", "open", "back", "-D", KEY)).isZero();
    assertThat(picture("back/files/a.png")).isEqualTo(picture("in/a.png"));

    assertThat(run("anonymize", "in", "blurred", "-D", "photographs.no-face=blur_whole")).isZero();
    assertThat(rows("blurred", "images").get(0).<String>getAs("status")).isEqualTo("blurred");
  }

  @Test
  void everyFaceOfARealPhotographIsReplacedAndComesBackWithTheKeyOnly() throws IOException {
    Path scene = Fixtures.path("faces/portraits/scene-2008_001322.jpg");
    String models = Fixtures.path("models").toString();
    Packages.compact(folder.resolve("model"));
    TestImages.write(folder.resolve("in"), "group.jpg", Files.readAllBytes(scene));
    String[] networks = {
      "-D",
      "photographs.detector.kind=ultraface",
      "-D",
      "photographs.detector.files=[\"" + models + "/ultraface-rfb-320.onnx\"]",
      "-D",
      "photographs.landmarks=" + models + "/fr_landmark.onnx",
      // Fresh networks change no face so that their own identity network sees it.
      "-D",
      "photographs.most-cosine=1",
      "-D",
      KEY
    };

    assertThat(run("anonymize", "in", "out", networks)).as(err.toString()).isZero();
    Row row = rows("out", "images").get(0);
    List<Row> faces = row.getList(row.fieldIndex("faces"));
    assertThat(faces).hasSizeGreaterThanOrEqualTo(3);
    assertThat(faces).allMatch(face -> face.<String>getAs("decision").equals("anonymized"));
    RgbImage before = picture("in/group.jpg");
    RgbImage after = picture("out/files/group.png");
    assertThat(after).isNotEqualTo(before);
    assertThat(after.crop(0, 0, 500, 20)).isEqualTo(before.crop(0, 0, 500, 20));
    Row audit = rows("out", "audit").get(0);
    assertThat(audit.<Integer>getAs("faces")).isEqualTo(faces.size());

    assertThat(run("recover", "out", "back", "-D", KEY)).as(err.toString()).isZero();
    assertThat(picture("back/files/group.png")).isNotEqualTo(after);
    assertThat(picture("back/files/group.png").crop(0, 0, 500, 20))
        .isEqualTo(before.crop(0, 0, 500, 20));
    String other = KEY.replace("cdef0123", "0123cdef");
    assertThat(run("recover", "out", "locked", "-D", other)).isEqualTo(3);
    assertThat(rows("locked", "quarantine").get(0).<String>getAs("reason"))
        .isEqualTo("seal_broken");
  }

  @Test
  void recoveringPhotographsNeedsTheKeyAndDetectorsTheirFiles() throws IOException {
    Packages.compact(folder.resolve("model"));
    TestImages.write(folder.resolve("in"), "a.png", 1);

    assertThat(run("recover", "in", "out")).isEqualTo(2);
    assertThat(err.toString()).contains("set photographs.seal-key");
    assertThat(run("anonymize", "in", "out", "-D", "photographs.detector.kind=ultraface"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("a detector of kind ultraface has 1 ONNX files, not 0");
    assertThat(run("anonymize", "in", "out", "-D", "photographs.landmarks=nowhere.onnx"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("there is no file nowhere.onnx");
    assertThat(run("anonymize", "in", "out", "-D", "photographs.seal-key=short")).isEqualTo(2);
    assertThat(err.toString()).contains("it needs 32");
  }

  private RgbImage picture(String file) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(file));
    return ((Decoded.Picture) new ImageDecoder().decode(bytes, file)).image();
  }

  private List<Row> rows(String dataset, String part) {
    List<Row> rows =
        TestSpark.session()
            .read()
            .parquet(folder.resolve(dataset).resolve(part).toString())
            .orderBy("image_id")
            .collectAsList();
    TestSpark.stop();
    return rows;
  }

  private int run(String command, String input, String output, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--photographs",
                "--layout",
                "both",
                "--input",
                folder.resolve(input).toString(),
                "--output",
                folder.resolve(output).toString(),
                "--model",
                folder.resolve("model").toString(),
                "--master",
                "local[1]"));
    arguments.addAll(List.of(more));
    return G2Face.commandLine(new PhotographNetworks(new PackagedNetworks()))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments.toArray(String[]::new));
  }
}
