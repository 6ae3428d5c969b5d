package org.g2face.detect;

import java.util.ArrayList;
import java.util.List;
import org.g2face.image.RgbImage;

/**
 * Lets a detector that looks at a picture of fixed size see small faces of large photographs: it is
 * given the whole photograph, then tiles of half the size, a quarter, and so on down to tiles that
 * it sees pixel by pixel.
 *
 * <p>Tiles overlap by a third. A finding that a tile's edge cuts, other than at the edge of the
 * photograph, is left to the tiles and sizes that show it whole.
 */
public final class TiledDetector implements FaceDetector {
  private static final double STEP = 2.0 / 3;
  private static final double SAME_FACE = 0.3;
  private static final double INSIDE = 0.8;

  /** A finding inside of another one is a face of its own if its area is a smaller share. */
  private static final double OWN_FACE = 0.1;

  private final FaceDetector detector;
  private final int side;
  private final double score;

  /**
   * @param side longer side of the smallest tiles, in pixels: about what the detector sees
   * @param score from which on a face in a tile counts. There are many tiles, so that it takes more
   *     to convince; a face that a tile shows at its right size convinces
   */
  public TiledDetector(FaceDetector detector, int side, double score) {
    if (side < 64) {
      throw new IllegalArgumentException("tiles have at least 64 pixels, not " + side);
    }
    this.detector = detector;
    this.side = side;
    this.score = score;
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    List<DetectedFace> faces = new ArrayList<>(detector.detect(image));
    int width = image.width();
    int height = image.height();
    while (Math.max(width, height) > side) {
      width = Math.max((width + 1) / 2, Math.min(width, side / 2));
      height = Math.max((height + 1) / 2, Math.min(height, side / 2));
      for (int top : starts(image.height(), height)) {
        for (int left : starts(image.width(), width)) {
          RgbImage tile = image.crop(left, top, width, height);
          for (DetectedFace face : detector.detect(tile)) {
            if (face.score() >= score && whole(face.box(), tile, left, top, image)) {
              faces.add(face.moved(left, top));
            }
          }
        }
      }
    }
    return NonMaximumSuppression.suppress(
        faces, DetectedFace::box, DetectedFace::score, TiledDetector::sameness, SAME_FACE);
  }

  private static double sameness(Box one, Box other) {
    double ratio = Math.min(one.area(), other.area()) / Math.max(one.area(), other.area());
    boolean part = one.containment(other) > INSIDE && ratio > OWN_FACE;
    return part ? 1 : one.overlap(other);
  }

  private static List<Integer> starts(int extent, int tile) {
    int count = 1 + (int) Math.ceil((extent - tile) / (STEP * tile));
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      starts.add(count == 1 ? 0 : (int) Math.round((double) i * (extent - tile) / (count - 1)));
    }
    return starts;
  }

  private static boolean whole(Box face, RgbImage tile, int left, int top, RgbImage image) {
    return (face.left() > 1 || left == 0)
        && (face.top() > 1 || top == 0)
        && (face.right() < tile.width() - 1 || left + tile.width() == image.width())
        && (face.bottom() < tile.height() - 1 || top + tile.height() == image.height());
  }

  @Override
  public void close() {
    detector.close();
  }
}
