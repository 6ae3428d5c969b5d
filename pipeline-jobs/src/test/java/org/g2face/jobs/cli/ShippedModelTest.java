package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

    assertThat(job("anonymize", "in", "out", keys)).as(err.toString()).isZero();
    assertThat(manifest("out").get("model_notice").asText()).contains("demonstration");
    assertThat(job("recover", "out", "back", keys)).as(out + "\n" + err).isZero();
    assertThat(manifest("back").at("/counts/published").asInt()).isEqualTo(faces);
  }

  private int job(String command, String input, String output, Path keys) throws IOException {
    return run(
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
        "local[1]");
  }

  private byte[] sample(String name) throws IOException {
    try (InputStream stream = getClass().getResourceAsStream("/samples/" + name)) {
      return stream.readAllBytes();
    }
  }
}
