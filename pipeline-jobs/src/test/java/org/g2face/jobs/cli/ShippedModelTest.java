package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.jobs.anonymize.PhotographNetworks;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The model that comes with g2face; skipped in a build without it. */
class ShippedModelTest extends CommandLineTest {
  private static final String SHIPPED = "builtin:compact-128";

  @Override
  FaceNetworks networks() {
    return new PhotographNetworks(new PackagedNetworks());
  }

  @BeforeEach
  void isThere() throws IOException {
    assumeThat(ModelLocation.fingerprint(SHIPPED)).as("the model is in this build").isPresent();
  }

  @Test
  void isWholeAndSaysWhatItIsFor() throws IOException {
    ModelPackage model = ModelPackage.load(ModelLocation.of(SHIPPED, new Configuration()));

    assertThat(model.parts()).isEqualTo(ModelPackage.inUse(model.architecture()));
    for (Part part : model.parts()) {
      // Checks the file against the checksum in model.conf.
      assertThat(model.weights(part).asMap()).isNotEmpty();
    }
    assertThat(model.notice()).contains("demonstration");
  }

  @Test
  void everySampleFaceComesBack() throws IOException {
    String list = new String(sample("pictures.txt"), StandardCharsets.UTF_8);
    int faces = 0;
    for (String name : list.lines().filter(line -> line.startsWith("faces/")).toList()) {
      TestImages.write(folder.resolve("in"), ++faces + ".jpg", sample(name));
    }
    Path keys = keys("mine");

    assertThat(job("anonymize", "in", "out", keys, "--accept-weak-model"))
        .as(err.toString())
        .isZero();
    assertThat(manifest("out").get("model_notice").asText()).contains("demonstration");
    assertThat(job("recover", "out", "back", keys)).as(out + "\n" + err).isZero();
    assertThat(manifest("back").at("/counts/published").asInt()).isEqualTo(faces);
  }

  /** Whether the package keeps its promise is measured when it is made, and told ever after. */
  @Test
  void aWeakModelIsRefusedUnlessItIsAccepted() throws IOException {
    List<String> objections =
        ModelPackage.load(ModelLocation.of("builtin:compact-128", new Configuration()))
            .objections();
    TestImages.write(folder.resolve("in"), "1.jpg", sample("faces/" + firstFace()));
    Path keys = keys("mine");
    int code = job("anonymize", "in", "out", keys);
    if (objections.isEmpty()) {
      assertThat(code).as(err.toString()).isZero();
    } else {
      assertThat(code).isEqualTo(2);
      assertThat(err.toString())
          .contains("the model does not keep its promise", objections.get(0))
          .contains("--accept-weak-model");
      assertThat(folder.resolve("out")).doesNotExist();
      assertThat(job("anonymize", "in", "out", keys, "--accept-weak-model")).isZero();
      assertThat(manifest("out").get("weak_model_accepted").toString()).contains(objections.get(0));
    }
  }

  private String firstFace() throws IOException {
    return new String(sample("pictures.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("faces/"))
        .findFirst()
        .orElseThrow()
        .substring("faces/".length());
  }

  private int job(String command, String input, String output, Path keys, String... more)
      throws IOException {
    return run(
        Stream.concat(
                Stream.<Object>of(
                    command,
                    "--crops",
                    "--input",
                    folder.resolve(input),
                    "--output",
                    folder.resolve(output),
                    "--keys",
                    keys,
                    "--passphrase-file",
                    passphrase(),
                    "--master",
                    "local[1]"),
                Stream.of((Object[]) more))
            .toArray());
  }

  private byte[] sample(String name) throws IOException {
    try (InputStream stream = getClass().getResourceAsStream("/samples/" + name)) {
      return stream.readAllBytes();
    }
  }
}
