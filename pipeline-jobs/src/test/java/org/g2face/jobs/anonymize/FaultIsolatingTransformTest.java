package org.g2face.jobs.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.Outcome;
import org.g2face.image.RgbImage;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.input.Reasons;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultIsolatingTransformTest {
  private static final RgbImage IMAGE = RgbImage.of(1, 1, new byte[3]);

  /** Sizes of the batches that the networks were given. */
  private final List<Integer> batches = new ArrayList<>();

  private interface Networks {
    List<Outcome> apply(List<Face> batch) throws Exception;
  }

  private FaultIsolatingTransform careful(int mostFailures, Networks networks) {
    FaceTransform transform =
        new FaceTransform() {
          @Override
          public int size() {
            return 1;
          }

          @Override
          public List<Outcome> apply(List<Face> batch) throws Exception {
            batches.add(batch.size());
            return networks.apply(batch);
          }

          @Override
          public void close() {}
        };
    return new FaultIsolatingTransform(transform, mostFailures);
  }

  private static List<Face> faces(String... ids) {
    return IntStream.range(0, ids.length).mapToObj(i -> new Face(ids[i], IMAGE)).toList();
  }

  /** Draws each face under its id, and fails at those that begin with "bad". */
  private static List<Outcome> draw(List<Face> batch) {
    batch.stream()
        .filter(face -> face.imageId().startsWith("bad"))
        .findFirst()
        .ifPresent(
            face -> {
              throw new IllegalStateException("cannot draw " + face.imageId());
            });
    return batch.stream()
        .<Outcome>map(face -> new Outcome.Done(IMAGE, face.imageId(), Map.of()))
        .toList();
  }

  private static List<String> told(List<Outcome> outcomes) {
    return outcomes.stream()
        .map(
            outcome ->
                outcome instanceof Outcome.Done done
                    ? done.dummyId()
                    : ((Outcome.Failed) outcome).reason()
                        + ", "
                        + ((Outcome.Failed) outcome).detail())
        .toList();
  }

  @AfterEach
  void nobodyInterruptsTheNextTest() {
    Thread.interrupted();
  }

  @Test
  void oneBadFaceFailsAloneAndInItsPlace() throws InterruptedException {
    assertThat(told(careful(2, FaultIsolatingTransformTest::draw).apply(faces("a", "bad", "c"))))
        .containsExactly(
            "a", Reasons.TRANSFORM_FAILED + ", IllegalStateException: cannot draw bad", "c");
    assertThat(batches).containsExactly(3, 1, 1, 1);
  }

  @Test
  void aBatchThatWorksIsComputedOnce() throws InterruptedException {
    assertThat(told(careful(1, FaultIsolatingTransformTest::draw).apply(faces("a", "b"))))
        .containsExactly("a", "b");
    assertThat(batches).containsExactly(2);
  }

  @Test
  void nothingIsAskedOfTheNetworksForNoFaces() throws InterruptedException {
    assertThat(careful(1, FaultIsolatingTransformTest::draw).apply(List.of())).isEmpty();
    assertThat(batches).isEmpty();
  }

  @Test
  void aRowOfFailuresEndsTheTaskExactlyAtTheLimit() throws InterruptedException {
    FaultIsolatingTransform careful = careful(3, FaultIsolatingTransformTest::draw);
    assertThat(careful.apply(faces("bad 1", "bad 2"))).hasSize(2);
    assertThatThrownBy(() -> careful.apply(faces("bad 3")))
        .isInstanceOf(JobFailedException.class)
        .hasMessage(
            "the networks failed for 3 images in a row, at last with IllegalStateException: cannot"
                + " draw bad 3")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFaceThatWorksEndsTheRow() throws InterruptedException {
    FaultIsolatingTransform careful = careful(2, FaultIsolatingTransformTest::draw);
    for (int i = 0; i < 5; i++) {
      assertThat(careful.apply(faces("bad", "good"))).hasSize(2);
    }
  }

  @Test
  void outcomesThatAreMissingOrTooManyAreFailures() throws InterruptedException {
    Outcome done = new Outcome.Done(IMAGE, "x", Map.of());
    assertThat(told(careful(5, batch -> List.of()).apply(faces("a"))))
        .containsExactly(
            Reasons.TRANSFORM_FAILED + ", IllegalStateException: 0 outcomes for 1 faces");
    assertThat(told(careful(5, batch -> List.of(done, done)).apply(faces("a"))))
        .containsExactly(
            Reasons.TRANSFORM_FAILED + ", IllegalStateException: 2 outcomes for 1 faces");
  }

  @Test
  void memoryThatRunsOutIsAFailureOfTheFaceAndOtherErrorsAreNot() throws InterruptedException {
    assertThat(
            told(
                careful(
                        5,
                        batch -> {
                          throw new OutOfMemoryError("direct");
                        })
                    .apply(faces("a"))))
        .containsExactly(Reasons.TRANSFORM_FAILED + ", OutOfMemoryError: direct");
    FaultIsolatingTransform broken =
        careful(
            5,
            batch -> {
              throw new NoClassDefFoundError("a library");
            });
    assertThatThrownBy(() -> broken.apply(faces("a"))).isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void aTaskThatIsToldToStopStops() {
    FaultIsolatingTransform told =
        careful(
            5,
            batch -> {
              throw new InterruptedException();
            });
    assertThatThrownBy(() -> told.apply(faces("a", "b"))).isInstanceOf(InterruptedException.class);
    // A library may hide the interruption in an exception of its own.
    FaultIsolatingTransform hidden =
        careful(
            5,
            batch -> {
              Thread.currentThread().interrupt();
              throw new IllegalStateException("closed by interrupt");
            });
    assertThatThrownBy(() -> hidden.apply(faces("a", "b")))
        .isInstanceOf(InterruptedException.class);
    assertThat(batches).containsExactly(2, 2);
  }

  @Test
  void aLongDetailIsCut() throws InterruptedException {
    List<Outcome> outcomes =
        careful(
                5,
                batch -> {
                  throw new IllegalStateException("x".repeat(2000));
                })
            .apply(faces("a"));
    assertThat(((Outcome.Failed) outcomes.get(0)).detail())
        .hasSize(500)
        .startsWith("IllegalStateException: xxx");
  }
}
