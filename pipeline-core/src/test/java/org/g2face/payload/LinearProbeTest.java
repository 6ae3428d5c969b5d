package org.g2face.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whoever has the weights reads the hidden bits. Can he learn to read faces from them, given the
 * bits and the embeddings of 300 images? He is tested on 100 others.
 */
class LinearProbeTest {
  private static final int IMAGES = 400;
  private static final int TRAINING = 300;
  private static final int CAPACITY = 4096;
  private static final int SIZE = 128;

  private static List<float[]> faces;

  @BeforeAll
  static void embedFaces() throws IOException {
    faces = RealFaces.embeddings(IMAGES);
  }

  private static LinearProbe probe(String name, PayloadCodec codec) {
    List<float[]> bits = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      bits.add(codec.encode(faces.get(i), new Binding("dataset", "image " + i, "model")));
    }
    LinearProbe probe = LinearProbe.of(bits, faces, TRAINING);
    System.out.printf(
        "linear probe on bits of %s: cosine %.3f, recognised %.0f of %d%n",
        name, probe.cosine(), probe.recognised() * (IMAGES - TRAINING), IMAGES - TRAINING);
    return probe;
  }

  /** The probe works: it finds the bits of the published system, which are not encrypted. */
  @Test
  void readsThePublishedSystem() {
    LinearProbe probe = probe("ieee754", new Ieee754Codec(CAPACITY, SIZE));
    assertThat(probe.cosine()).isGreaterThan(0.15);
    assertThat(probe.recognised()).isGreaterThan(0.2);
  }

  /** The mean of 100 cosines of directions without relation has a deviation of about 0.01. */
  @Test
  void learnsNothingFromSealedBits() {
    LinearProbe probe = probe("sealed", new SealedCodec(Sealing.fixedKeys(3), CAPACITY, SIZE));
    assertThat(probe.cosine()).isBetween(-0.05, 0.05);
    assertThat(probe.recognised()).isLessThan(0.06);
  }

  @Test
  void learnsNothingFromRandomBits() {
    LinearProbe probe = probe("no payload", new NoPayload(new byte[] {1}, CAPACITY, SIZE));
    assertThat(probe.cosine()).isBetween(-0.05, 0.05);
    assertThat(probe.recognised()).isLessThan(0.06);
  }
}
