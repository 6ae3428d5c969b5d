package org.g2face.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.g2face.image.RgbImage;
import org.g2face.model.ModelPackage;
import org.g2face.model.Packages;
import org.g2face.onnx.Execution;
import org.g2face.payload.Binding;
import org.g2face.payload.Ieee754Codec;
import org.g2face.payload.SealedCodec;
import org.g2face.payload.SealingKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadProbeTest {
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
        PayloadProbe probe = new PayloadProbe(model, Ieee754Codec::new, "", CPU)) {
      Outcome.Done done = (Outcome.Done) anonymizer.apply(List.of(face)).get(0);
      PayloadProbe.Finding finding = probe.probe(face, done.image()).orElseThrow();
      assertThat(finding.bitErrorRate().orElseThrow())
          .isCloseTo(done.checks().get(Anonymizer.BIT_ERROR_RATE), within(1e-12));
      // Fresh networks read nothing: about half of the bits.
      assertThat(finding.bitErrorRate().orElseThrow()).isBetween(0.3, 0.7);
      assertThat(finding.bits().orElseThrow()).containsOnly(0, 1);
      assertThat(finding.opened().orElseThrow().meanSquare()).isPositive();
      assertThat(finding.arrived()).isEmpty();
    }
  }

  /** Every tenth bit is read wrongly; the key opens it all the same, and at its place only. */
  @Test
  void sealedPasswordsAreComparedWithWhatOpened() throws GeneralSecurityException {
    DeterministicAeadConfig.register();
    KeysetHandle keyset = KeysetHandle.generateNew(KeyTemplates.get("AES256_SIV"));
    SealingKeys keys =
        new SealingKeys(
            keyset.getPrimitive(DeterministicAead.class), Set.of(keyset.getPrimary().getId()));
    SealedCodec codec = new SealedCodec(keys, 4096, 128);
    Binding here = new Binding("dataset", "image.png", "model");
    float[] identity = new float[128];
    Random random = new Random(1);
    for (int i = 0; i < identity.length; i++) {
      identity[i] = (float) random.nextGaussian();
    }
    float[] bits = codec.encode(identity, here);
    float[] logits = new float[bits.length];
    int wrong = 0;
    for (int i = 0; i < bits.length; i++) {
      boolean flipped = i % 10 == 0;
      wrong += flipped ? 1 : 0;
      logits[i] = bits[i] > 0.5f == flipped ? -1 : 1;
    }

    PayloadProbe.Finding opened = PayloadProbe.finding(codec, here, identity, logits);
    assertThat(opened.bitErrorRate()).hasValue((double) wrong / bits.length);
    assertThat(opened.bits().orElseThrow()).isEqualTo(bits);
    assertThat(opened.opened().orElseThrow().cosine()).isBetween(0.99, 0.99999);
    assertThat(opened.opened().orElseThrow().meanSquare()).isBetween(1e-5, 0.02);
    assertThat(opened.arrived()).hasValue(true);

    SealedCodec locked = new SealedCodec(SealingKeys.none(), 4096, 128);
    for (PayloadProbe.Finding closed :
        List.of(
            PayloadProbe.finding(locked, here, identity, logits),
            PayloadProbe.finding(
                codec, new Binding("dataset", "another.png", "model"), identity, logits))) {
      assertThat(closed.arrived()).hasValue(true);
      assertThat(closed.bits()).isEmpty();
      assertThat(closed.bitErrorRate()).isEmpty();
      assertThat(closed.opened()).isEmpty();
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] = random.nextFloat() - 0.5f;
    }
    assertThat(PayloadProbe.finding(locked, here, identity, logits).arrived()).hasValue(false);
  }
}
