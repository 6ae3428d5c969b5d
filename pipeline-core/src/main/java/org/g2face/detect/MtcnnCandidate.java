package org.g2face.detect;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import org.g2face.image.RgbImage;

/**
 * A candidate face on its way through MTCNN.
 *
 * @param moves by which shares of its sides the box's left, top, right and bottom are off
 * @param points of a face, or none yet
 */
record MtcnnCandidate(Box box, double score, List<Double> moves, List<Point> points) {
  static final List<Double> STAYS = List.of(0.0, 0.0, 0.0, 0.0);

  static List<MtcnnCandidate> suppress(
      List<MtcnnCandidate> candidates, ToDoubleBiFunction<Box, Box> overlap, double most) {
    return NonMaximumSuppression.suppress(
        candidates, MtcnnCandidate::box, MtcnnCandidate::score, overlap, most);
  }

  /**
   * Corrected as the network said; boxes that turn inside out disappear.
   *
   * @param more what the source counts a side longer than the difference of its ends
   */
  static List<MtcnnCandidate> moved(List<MtcnnCandidate> candidates, double more) {
    return candidates.stream()
        .filter(
            candidate ->
                Box.isBox(
                    candidate.end(0, more), candidate.end(1, more),
                    candidate.end(2, more), candidate.end(3, more)))
        .map(
            candidate ->
                new MtcnnCandidate(
                    new Box(
                        candidate.end(0, more), candidate.end(1, more),
                        candidate.end(2, more), candidate.end(3, more)),
                    candidate.score,
                    STAYS,
                    candidate.points))
        .toList();
  }

  /** Where the box ends at the left, top, right or bottom once it is corrected. */
  private double end(int which, double more) {
    double side = which % 2 == 0 ? box.width() + more : box.height() + more;
    double end =
        switch (which) {
          case 0 -> box.left();
          case 1 -> box.top();
          case 2 -> box.right();
          default -> box.bottom();
        };
    return end + moves.get(which) * side;
  }

  /** As squares around the same centres, of which some part lies in the picture. */
  static List<MtcnnCandidate> squares(List<MtcnnCandidate> candidates, RgbImage image) {
    return candidates.stream()
        .map(
            candidate -> {
              Box box = candidate.box;
              Box square = Box.square(box.centre(), Math.max(box.width(), box.height()));
              return new MtcnnCandidate(square, candidate.score, candidate.moves, candidate.points);
            })
        .filter(candidate -> candidate.part(image).isThere())
        .toList();
  }

  /** The pixels that the source cuts out: its boxes count from 1 and include both ends. */
  Part part(RgbImage image) {
    return new Part(
        Math.max((int) box.left(), 1) - 1,
        Math.max((int) box.top(), 1) - 1,
        Math.min((int) box.right(), image.width()),
        Math.min((int) box.bottom(), image.height()));
  }

  /** Pixels from left and top up to, but not including, right and bottom. */
  record Part(int left, int top, int right, int bottom) {
    boolean isThere() {
      return left < right && top < bottom;
    }
  }
}
