package org.g2face.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.g2face.image.RgbImage;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.onnx.Execution;
import org.g2face.password.Ieee754Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PasswordProbeTest {
  private static final Execution CPU = Execution.onCpu(1);

  @TempDir private Path folder;

  @Test
  void findsWhatTheAnonymizerFoundItself() throws IOException {
    ModelPackage model = Packages.compact(folder);
    byte[] levels = new byte[3 * 32 * 32];
    new Random(1).nextBytes(levels);
    Face face = new Face("a", RgbImage.of(32, 32, levels));
    Anonymizer.Options options =
        new Anonymizer.Options(new byte[] {1}, Ieee754Codec::new, "", 1, false, true, CPU);
    try (Anonymizer anonymizer = new Anonymizer(model, options);
        PasswordProbe probe = new PasswordProbe(model, Ieee754Codec::new, "", CPU)) {
      Outcome.Done done = (Outcome.Done) anonymizer.apply(List.of(face)).get(0);
      PasswordProbe.Finding finding = probe.probe(face, done.image()).orElseThrow();
      assertThat(finding.bitErrorRate().orElseThrow())
          .isCloseTo(done.checks().get(Anonymizer.BIT_ERROR_RATE), within(1e-12));
      // Fresh networks read nothing: about half of the bits.
      assertThat(finding.bitErrorRate().orElseThrow()).isBetween(0.3, 0.7);
      assertThat(finding.bits().orElseThrow()).containsOnly(0, 1);
      assertThat(finding.opened().orElseThrow().meanSquare()).isPositive();
      assertThat(finding.arrived()).isEmpty();
    }
  }
}
