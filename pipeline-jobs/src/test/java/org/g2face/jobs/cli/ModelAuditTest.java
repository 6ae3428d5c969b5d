package org.g2face.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.g2face.io.LocalFileStore;
import org.g2face.jobs.TestImages;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.anonymize.PackagedNetworks;
import org.g2face.model.AuditMeasure;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.model.PrivacyAudit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Audits of a fresh model with a handful of faces, and what jobs make of them. */
class ModelAuditTest extends CommandLineTest {
  private static final int FACES = 6;

  private Path model;
  private Path faces;

  @Override
  FaceNetworks networks() {
    return new PackagedNetworks();
  }

  @BeforeEach
  void facesAndModel() throws IOException {
    model = folder.resolve("model");
    Packages.inpainting(model);
    faces = Files.createDirectory(folder.resolve("faces"));
    StringBuilder people = new StringBuilder("image_id,subject\n");
    for (int i = 0; i < FACES; i++) {
      TestImages.write(faces, i + ".png", TestImages.encoded("png", 64, 64, i));
      people.append(i).append(".png,person ").append(i / 2).append('\n');
    }
    Files.writeString(folder.resolve("people.csv"), people, StandardCharsets.UTF_8);
  }

  private int audit(Object... more) {
    Object[] words = new Object[more.length + 8];
    Object[] first = {"model", "audit", "--model", model, "--faces", faces, "--master", "local[1]"};
    System.arraycopy(first, 0, words, 0, first.length);
    System.arraycopy(more, 0, words, first.length, more.length);
    return run(words);
  }

  private ModelPackage loaded() throws IOException {
    return ModelPackage.load(new LocalFileStore(model));
  }

  @Test
  void theNumbersAreWrittenIntoThePackageAndDecideWhetherItIsUsed() throws IOException {
    String fingerprint = loaded().fingerprint();
    assertThat(audit("--people", folder.resolve("people.csv"))).as(err.toString()).isEqualTo(4);

    Optional<PrivacyAudit> audit = loaded().audit();
    assertThat(loaded().fingerprint()).isEqualTo(fingerprint);
    assertThat(audit).isPresent();
    assertThat(audit.get().fingerprint()).isEqualTo(fingerprint);
    assertThat(audit.get().faces()).isEqualTo(FACES);
    assertThat(audit.get().people()).isEqualTo(FACES);
    assertThat(audit.get().judges()).containsExactly("builtin:face-resnet-128");
    assertThat(audit.get().numbers()).containsKeys(AuditMeasure.RANK_1, AuditMeasure.PARROT);
    assertThat(out.toString())
        .contains(AuditMeasure.WRONG_KEY.label())
        .contains("6 faces, fewer than 100");

    assertThat(run("model", "describe", "--model", model)).isZero();
    assertThat(out.toString()).contains("privacy audit of").contains("the model is weak:");

    Object[] anonymize = {
      "anonymize", "--crops", "--input", faces, "--output", folder.resolve("out"), "--model", model
    };
    assertThat(run(anonymize)).isEqualTo(2);
    assertThat(err.toString()).contains("6 faces, fewer than 100", "--accept-weak-model");
  }

  @Test
  void aDryRunLeavesThePackageAlone() throws IOException {
    byte[] before = Files.readAllBytes(model.resolve("model.conf"));
    assertThat(audit("--dry-run", "--count", "3")).isEqualTo(4);
    assertThat(out.toString()).contains("3 faces");
    assertThat(Files.readAllBytes(model.resolve("model.conf"))).isEqualTo(before);
  }

  @Test
  void whatCannotBeWrittenIsToldBeforeAnythingIsComputed() {
    assertThat(run("model", "audit", "--model", "builtin:any", "--faces", faces)).isEqualTo(2);
    assertThat(err.toString()).contains("--dry-run");
  }
}
