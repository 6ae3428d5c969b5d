package org.g2face.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.g2face.anonymize.AuditedModel;
import org.g2face.image.RgbImage;
import org.g2face.model.AuditMeasure;
import org.g2face.model.Packages;
import org.g2face.onnx.Execution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All attacks on a generator of fresh weights, which draws no face and lets none through. */
class AttackSuiteTest {
  private static final int FACES = 12;
  @TempDir static Path folder;
  private static AuditedModel model;

  @BeforeAll
  static void open() throws IOException {
    model = new AuditedModel(Packages.inpainting(folder.resolve("model")), Execution.onCpu(1));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  /** Pictures whose middle and whose frame differ from person to person. */
  private static List<AuditedFace> faces() {
    List<AuditedFace> faces = new ArrayList<>();
    int side = model.size();
    for (int i = 0; i < FACES; i++) {
      byte[] levels = new byte[3 * side * side];
      new Random(i).nextBytes(levels);
      faces.add(
          new AuditedFace(
              "face " + i, Optional.of("person " + i / 2), RgbImage.of(side, side, levels)));
    }
    return faces;
  }

  /** Looks at a square of the picture, as shares of the side. */
  private static float[] square(RgbImage picture, double from, double to) {
    int first = (int) (from * picture.width());
    int side = (int) (to * picture.width()) - first;
    float[] seen = new float[side * side];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = picture.level(first + i % side, first + i / side, 0);
    }
    return seen;
  }

  @Test
  void whoLooksAtTheFrameKnowsEverybodyAndWhoLooksAtTheFaceKnowsNobody() throws IOException {
    List<Integer> progress = new ArrayList<>();
    AttackSuite suite =
        new AttackSuite(
            picture ->
                Map.of("frame", square(picture, 0, 0.12), "face", square(picture, 0.4, 0.7)));
    AttackSuite.Findings findings = suite.run(model, faces(), progress::add);

    Map<AuditMeasure, Double> frame = findings.byJudge().get("frame");
    Map<AuditMeasure, Double> face = findings.byJudge().get("face");
    assertThat(frame.get(AuditMeasure.RANK_1)).isEqualTo(1);
    assertThat(frame.get(AuditMeasure.WRONG_KEY)).isGreaterThan(0.9);
    assertThat(face.get(AuditMeasure.RANK_1)).isLessThan(0.5);
    assertThat(Math.abs(face.get(AuditMeasure.WRONG_KEY))).isLessThan(0.5);
    assertThat(findings.worst().get(AuditMeasure.RANK_1)).isEqualTo(1);
    assertThat(findings.worst().get(AuditMeasure.CHANCE)).isCloseTo(2.0 / FACES, within(1e-9));
    assertThat(findings.worst()).containsKeys(AuditMeasure.PARROT, AuditMeasure.MOSAIC_PARROT);
    assertThat(progress).hasSize(FACES).endsWith(FACES);
  }

  @Test
  void needsAJudgeAndFaces() {
    AttackSuite blind = new AttackSuite(picture -> Map.of());
    assertThatThrownBy(() -> blind.run(model, faces().subList(0, 2), done -> {}))
        .hasMessageContaining("recogniser");
    AttackSuite suite = new AttackSuite(picture -> Map.of("face", square(picture, 0, 1)));
    assertThatThrownBy(() -> suite.run(model, faces().subList(0, 1), done -> {}))
        .hasMessageContaining("at least two faces");
  }
}
