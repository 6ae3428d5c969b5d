package org.g2face.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.g2face.image.RgbImage;
import org.g2face.onnx.Execution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DetectorKindTest {
  private static final Execution CPU = Execution.onCpu(1);

  @ParameterizedTest
  @EnumSource(DetectorKind.class)
  void eachKindSaysHowManyFilesItHasAndWhichScoresItTakes(DetectorKind kind) {
    assertThatThrownBy(() -> new DetectorSpec(kind, List.of("a", "b"), kind.usualScore(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a detector of kind " + kind + " has ")
        .hasMessageContaining("not 2");
    for (double score : new double[] {0, -1, Double.NaN}) {
      assertThatThrownBy(() -> kind.check(files(kind), score)).hasMessageContaining("score");
    }
    kind.check(files(kind), kind.usualScore());
  }

  private static int files(DetectorKind kind) {
    for (int files = 0; files < 9; files++) {
      try {
        kind.check(files, kind.usualScore());
        return files;
      } catch (IllegalArgumentException e) {
        // another number
      }
    }
    throw new AssertionError(kind + " takes no number of files");
  }

  @Test
  void thoseThatNeedNoFilesOpen() {
    byte[] grey = new byte[64 * 64 * 3];
    Arrays.fill(grey, (byte) 128);
    for (DetectorKind kind : List.of(DetectorKind.CASCADE, DetectorKind.CASCADE_DEFAULT)) {
      DetectorSpec spec = new DetectorSpec(kind, List.of(), kind.usualScore(), true);
      try (FaceDetector crops = spec.openForCrops(List.of(), CPU);
          FaceDetector photographs = spec.openForPhotographs(List.of(), CPU)) {
        assertThat(crops.detect(RgbImage.of(64, 64, grey))).isEmpty();
        assertThat(photographs.detect(RgbImage.of(64, 64, grey))).isEmpty();
      }
    }
  }
}
