package org.g2face.photograph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.Outcome;
import org.g2face.image.RgbImage;
import org.junit.jupiter.api.Test;

/** Faces are one level of grey, which the judge takes for the angle of an embedding. */
class CheckedCropsTest {
  private final List<String> drawn = new ArrayList<>();
  private boolean closed;

  private static RgbImage grey(int level) {
    byte[] levels = new byte[3 * 4];
    java.util.Arrays.fill(levels, (byte) level);
    return RgbImage.of(2, 2, levels);
  }

  /** Draws the levels one after the other. */
  private CheckedCrops drawing(int attempts, int... levels) {
    FaceTransform networks =
        new FaceTransform() {
          @Override
          public int size() {
            return 2;
          }

          @Override
          public List<Outcome> apply(List<Face> batch) {
            List<Outcome> outcomes = new ArrayList<>();
            for (Face face : batch) {
              int level = levels[drawn.size()];
              drawn.add(face.imageId() + " as " + face.name());
              outcomes.add(
                  level < 0
                      ? new Outcome.Failed("broken", "no numbers")
                      : new Outcome.Done(grey(level), "dummy " + level, Map.of("a", 1.0)));
            }
            return outcomes;
          }

          @Override
          public void close() {
            closed = true;
          }
        };
    Embedder judge =
        new Embedder() {
          @Override
          public float[] embed(RgbImage crop) {
            double angle = crop.level(0, 0, 0) * Math.PI / 255;
            return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
          }

          @Override
          public void close() {}
        };
    return new CheckedCrops(networks, judge, 0.5, attempts);
  }

  private static Face face(String subject) {
    return new Face("id", "name", subject, grey(0));
  }

  @Test
  void whoIsSomebodyElseIsPublished() throws Exception {
    Outcome.Done done = (Outcome.Done) drawing(3, 255).apply(List.of(face(null))).get(0);
    assertThat(done.checks()).containsEntry("a", 1.0);
    assertThat(done.checks().get(CheckedCrops.JUDGED_COSINE)).isLessThan(-0.99);
  }

  @Test
  void whoIsStillRecognisedIsDrawnAgainUnderTheSameName() throws Exception {
    Outcome.Done done = (Outcome.Done) drawing(3, 10, 20, 200).apply(List.of(face(null))).get(0);
    assertThat(done.dummyId()).isEqualTo("dummy 200");
    assertThat(drawn).containsExactly("id as name", "id attempt 2 as name", "id attempt 3 as name");
  }

  @Test
  void afterTheAttemptsItIsRefused() throws Exception {
    Outcome.Failed failed = (Outcome.Failed) drawing(2, 10, 20).apply(List.of(face(null))).get(0);
    assertThat(failed.reason()).isEqualTo("still_recognised");
    assertThat(failed.detail()).contains("0.97", "after 2 attempts");
  }

  @Test
  void aSubjectsFaceIsSettled() throws Exception {
    Outcome outcome = drawing(3, 10, 255).apply(List.of(face("ada"))).get(0);
    assertThat(((Outcome.Failed) outcome).detail()).contains("after 1 attempt)");
    assertThat(drawn).hasSize(1);
  }

  @Test
  void whatFailsForAnotherReasonFailsForIt() throws Exception {
    assertThat(((Outcome.Failed) drawing(3, -1).apply(List.of(face(null))).get(0)).reason())
        .isEqualTo("broken");
    Outcome later = drawing(3, 10, -1).apply(List.of(face(null))).get(0);
    assertThat(((Outcome.Failed) later).reason()).isEqualTo("broken");
  }

  @Test
  void closesWhatItHasAndNeedsAnAttempt() {
    drawing(1, 0).close();
    assertThat(closed).isTrue();
    assertThatThrownBy(() -> drawing(0, 0)).hasMessageContaining("at least one attempt");
  }
}
