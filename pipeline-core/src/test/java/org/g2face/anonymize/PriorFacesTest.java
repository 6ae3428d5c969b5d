package org.g2face.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.g2face.io.LocalFileStore;
import org.g2face.model.Architecture;
import org.g2face.model.Architectures;
import org.g2face.model.InitialWeights;
import org.g2face.model.ModelException;
import org.g2face.model.ModelPackage;
import org.g2face.model.PackageWriter;
import org.g2face.model.Packages;
import org.g2face.model.Part;
import org.g2face.model.Provenance;
import org.g2face.onnx.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriorFacesTest {
  private static final Execution CPU = Execution.onCpu(1);

  @TempDir Path folder;

  private ModelPackage model() throws IOException {
    Architecture architecture = Architectures.compact();
    Provenance drawn = new Provenance(List.of(), "none", "none", "test", "2026-01-01");
    return new PackageWriter(new LocalFileStore(folder), architecture)
        .put(Part.PRIOR, InitialWeights.of(architecture, Part.PRIOR, 3), drawn)
        .finish();
  }

  private static byte[] face(PriorFaces faces, long number) {
    return faces.face(number).orElseThrow().toBytes();
  }

  @Test
  void theSeedAndTheNumberDecideOnAFace() throws IOException {
    ModelPackage model = model();
    try (PriorFaces one = new PriorFaces(model, 1, 1, CPU);
        PriorFaces again = new PriorFaces(model, 1, 1, CPU);
        PriorFaces other = new PriorFaces(model, 2, 1, CPU)) {
      assertThat(face(one, 0)).hasSize(3 * 32 * 32).isNotEqualTo(face(one, 1));
      assertThat(face(again, 1)).isEqualTo(face(one, 1));
      assertThat(face(other, 1)).isNotEqualTo(face(one, 1));
    }
  }

  @Test
  void truncationPullsFacesToTheMeanOne() throws IOException {
    ModelPackage model = model();
    try (PriorFaces all = new PriorFaces(model, 1, 0, CPU);
        PriorFaces half = new PriorFaces(model, 1, 0.5, CPU);
        PriorFaces free = new PriorFaces(model, 1, 1, CPU)) {
      assertThat(face(all, 0)).isEqualTo(face(all, 1));
      assertThat(apart(face(half, 0), face(half, 1)))
          .isPositive()
          .isLessThan(apart(face(free, 0), face(free, 1)));
    }
  }

  private static long apart(byte[] a, byte[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return sum;
  }

  @Test
  void aPackageWithoutAPriorSaysSo() {
    ModelPackage without = Packages.compact(folder);
    assertThatThrownBy(() -> new PriorFaces(without, 1, 1, CPU))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("prior");
  }
}
