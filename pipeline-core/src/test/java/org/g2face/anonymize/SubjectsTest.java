package org.g2face.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.g2face.image.RgbImage;
import org.g2face.keys.KeyMaterial;
import org.g2face.keys.KeySet;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.onnx.Execution;
import org.g2face.payload.DummyLatent;
import org.g2face.payload.NoPayload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubjectsTest {
  private static final KeySet KEYS = KeySet.create("one", Instant.now());

  private static Face face(String id, String subject) {
    byte[] levels = new byte[3 * 32 * 32];
    new Random(id.hashCode()).nextBytes(levels);
    return new Face(id, id, subject, RgbImage.of(32, 32, levels));
  }

  private static DummyLatent latents(KeyMaterial keys) {
    return new DummyLatent(keys.identitySecret("faces"));
  }

  @Test
  void picturesOfOneSubjectHaveOneLatent() {
    DummyLatent latents = latents(KEYS.material());
    float[] first = latents.of(face("1", "jane").replacedAs(), 512);

    assertThat(latents.of(face("2", "jane").replacedAs(), 512)).isEqualTo(first);
    assertThat(latents.of(face("2", "john").replacedAs(), 512)).isNotEqualTo(first);
    assertThat(latents.of(face("jane", null).replacedAs(), 512))
        .as("an image that is called like a subject")
        .isNotEqualTo(first);
    assertThat(latents.of(face("1", null).replacedAs(), 512))
        .isNotEqualTo(latents.of(face("2", null).replacedAs(), 512));
  }

  @Test
  void withoutTheKeyNobodyComputesTheLatent() {
    String jane = face("1", "jane").replacedAs();
    float[] ours = latents(KEYS.material()).of(jane, 512);
    for (int i = 0; i < 20; i++) {
      float[] theirs = latents(KeyMaterial.ephemeral()).of(jane, 512);
      double product = 0;
      for (int k = 0; k < 512; k++) {
        product += ours[k] * theirs[k];
      }
      // Independent N(0, 1)^512: mean 0, standard deviation 22.6.
      assertThat(product / Math.sqrt(512)).isBetween(-6.0, 6.0);
    }
    assertThat(latents(KEYS.rotate(Set.of(), Instant.now()).material()).of(jane, 512))
        .isEqualTo(ours);
  }

  @Test
  void theNetworksGiveOneSubjectOneDummy(@TempDir Path folder) throws IOException {
    ModelPackage model = Packages.compact(folder.resolve("model"));
    byte[] secret = KEYS.material().identitySecret("faces");
    Anonymizer.Options options =
        new Anonymizer.Options(
            secret,
            (capacity, size) -> new NoPayload(secret, capacity, size),
            "d",
            3,
            false,
            false,
            Execution.onCpu(1));
    try (Anonymizer anonymizer = new Anonymizer(model, options)) {
      List<String> dummies =
          anonymizer
              .apply(List.of(face("1", "jane"), face("2", "jane"), face("3", "john")))
              .stream()
              .map(outcome -> ((Outcome.Done) outcome).dummyId())
              .toList();
      assertThat(dummies.get(0)).isEqualTo(dummies.get(1)).isNotEqualTo(dummies.get(2));
    }
  }
}
