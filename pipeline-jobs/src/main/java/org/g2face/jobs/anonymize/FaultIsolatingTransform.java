package org.g2face.jobs.anonymize;

import java.util.ArrayList;
import java.util.List;
import org.g2face.anonymize.Face;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.Outcome;
import org.g2face.jobs.JobFailedException;
import org.g2face.jobs.input.Reasons;

/**
 * Keeps a bad face from taking its neighbours down: a batch that fails is tried again face by face.
 * When every face fails, the networks are broken, and the task fails.
 */
final class FaultIsolatingTransform {
  private static final int LONGEST_DETAIL = 500;

  private final FaceTransform transform;
  private final int mostFailuresInARow;
  private int failuresInARow;

  FaultIsolatingTransform(FaceTransform transform, int mostFailuresInARow) {
    this.transform = transform;
    this.mostFailuresInARow = mostFailuresInARow;
  }

  /**
   * @return as many outcomes as faces, in the same order
   * @throws JobFailedException after too many failures in a row
   * @throws InterruptedException if the task was told to stop
   */
  List<Outcome> apply(List<Face> faces) throws InterruptedException {
    if (faces.isEmpty()) {
      return List.of();
    }
    try {
      List<Outcome> outcomes = transform.apply(faces);
      if (outcomes.size() != faces.size()) {
        throw new IllegalStateException(
            outcomes.size() + " outcomes for " + faces.size() + " faces");
      }
      failuresInARow = 0;
      return outcomes;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | OutOfMemoryError e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return faces.size() == 1 ? List.of(failed(e)) : oneByOne(faces);
    }
  }

  private List<Outcome> oneByOne(List<Face> faces) throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Face face : faces) {
      outcomes.addAll(apply(List.of(face)));
    }
    return outcomes;
  }

  private Outcome failed(Throwable error) {
    String detail = error.getClass().getSimpleName() + ": " + error.getMessage();
    if (++failuresInARow >= mostFailuresInARow) {
      throw new JobFailedException(
          "the networks failed for " + failuresInARow + " images in a row, at last with " + detail,
          error);
    }
    return new Outcome.Failed(
        Reasons.TRANSFORM_FAILED,
        detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) : detail);
  }
}
