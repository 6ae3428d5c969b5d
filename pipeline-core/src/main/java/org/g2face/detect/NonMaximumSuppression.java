package org.g2face.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/** Non-maximum suppression: of findings that mean the same face, the one of the best score. */
final class NonMaximumSuppression {
  private NonMaximumSuppression() {}

  static List<DetectedFace> byOverlap(List<DetectedFace> faces, double most) {
    return suppress(faces, DetectedFace::box, DetectedFace::score, Box::overlap, most);
  }

  /**
   * @param overlap of two boxes, 0 to 1
   * @param most two that overlap more are taken for one
   * @return the best ones, best first; equal scores in the order in which they came
   */
  static <F> List<F> suppress(
      List<F> findings,
      Function<F, Box> box,
      ToDoubleFunction<F> score,
      ToDoubleBiFunction<Box, Box> overlap,
      double most) {
    List<F> sorted = new ArrayList<>(findings);
    sorted.sort(Comparator.comparingDouble(score).reversed());
    List<F> kept = new ArrayList<>();
    for (F finding : sorted) {
      boolean known =
          kept.stream()
              .anyMatch(
                  better -> overlap.applyAsDouble(box.apply(better), box.apply(finding)) > most);
      if (!known) {
        kept.add(finding);
      }
    }
    return kept;
  }
}
