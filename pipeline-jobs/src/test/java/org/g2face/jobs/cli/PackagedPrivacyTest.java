package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.model.Packages;
import org.g2face.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The modes with networks of a model package, which are fresh: they hide bits and read noise. */
class PackagedPrivacyTest extends CommandLineTest {
  @Override
  FaceNetworks networks() {
    return new PackagedNetworks();
  }

  private int job(String command, Path input, String output, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of(
                command,
                "--input",
                input,
                "--output",
                folder.resolve(output),
                "--model",
                folder.resolve("model"),
                "--layout",
                "both",
                "--master",
                "local[2]"));
    words.addAll(List.of(more));
    return run(words.toArray());
  }

  @Test
  void eachModeGoesThroughTheNetworks() throws IOException {
    Packages.compact(folder.resolve("model"));
    Path faces = folder.resolve("faces");
    TestImages.write(faces, "1.png", 1);
    TestImages.write(faces, "2.png", 2);
    Object[] keys = {"--keys", keys("k"), "--passphrase-file", passphrase()};

    assertThat(job("anonymize", faces, "sealed", keys)).as(err.toString()).isZero();
    assertThat(job("recover", folder.resolve("sealed"), "back", keys)).isEqualTo(3);
    assertThat(out.toString())
        .as("noise opens nothing, and gives no wrong face")
        .contains("0 published, 2 quarantined (unreadable_password 2)");
    assertThat(
            job(
                "anonymize",
                faces,
                "again",
                "--dataset",
                "sealed",
                keys[0],
                keys[1],
                keys[2],
                keys[3]))
        .isZero();
    assertThat(folder.resolve("again/files/1.png"))
        .hasBinaryContent(Files.readAllBytes(folder.resolve("sealed/files/1.png")));
    assertThat(manifest("sealed").get("key_ids")).hasSize(1);
    assertThat(manifest("sealed").at("/privacy/sealing_key").asText())
        .isEqualTo(manifest("sealed").at("/key_ids/0").asText());

    assertThat(job("anonymize", faces, "plain", "--mode", "reversible", "--codec", "ieee754"))
        .isZero();
    assertThat(job("recover", folder.resolve("plain"), "plain back", "--codec", "ieee754"))
        .as("unchecked")
        .isZero();

    assertThat(job("anonymize", faces, "gone", "--mode", "irreversible")).isZero();
    assertThat(manifest("gone").get("key_ids")).isEmpty();
    assertThat(job("recover", folder.resolve("gone"), "gone back", keys)).isEqualTo(2);
  }

  @Test
  void anotherModelIsNoticedBeforeAnythingStarts() throws IOException {
    Packages.compact(folder.resolve("model"));
    TestImages.write(folder.resolve("faces"), "1.png", 1);
    Object[] keys = {"--keys", keys("k"), "--passphrase-file", passphrase()};
    assertThat(job("anonymize", folder.resolve("faces"), "out", keys)).isZero();

    deleteModel();
    Packages.compact(
        folder.resolve("model"), weight -> weight.count() == 1 ? Tensor.filled(0.5f, 1) : weight);
    assertThat(job("recover", folder.resolve("out"), "back", keys)).isEqualTo(2);
    assertThat(err.toString()).contains("identities open with the same model only");
  }

  private void deleteModel() throws IOException {
    try (var files = Files.list(folder.resolve("model"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
