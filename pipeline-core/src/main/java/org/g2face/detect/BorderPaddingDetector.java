package org.g2face.detect;

import java.util.ArrayList;
import java.util.List;
import org.g2face.image.RgbImage;
import org.g2face.image.Warp;

/**
 * Lets a detector see faces that the edge of a photograph cuts: it is shown the photograph once
 * more with a margin around it, in which the photograph is mirrored. Half a face and its mirror
 * image look like a face.
 */
public final class BorderPaddingDetector implements FaceDetector {
  /** Width of the margin, in shares of the longer side. */
  private static final double MARGIN = 0.15;

  /** What lies mostly in the margin is a mirror image. */
  private static final double INSIDE = 0.4;

  private static final double SAME_FACE = 0.3;

  private final FaceDetector detector;
  private final FaceDetector atEdges;

  /**
   * Takes over the first detector, and closes it.
   *
   * @param detector searches the photograph
   * @param atEdges searches it with its margin; may be the same, or a part of the first
   */
  public BorderPaddingDetector(FaceDetector detector, FaceDetector atEdges) {
    this.detector = detector;
    this.atEdges = atEdges;
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    List<DetectedFace> faces = new ArrayList<>(detector.detect(image));
    int margin = (int) Math.ceil(MARGIN * Math.max(image.width(), image.height()));
    RgbImage wider = Warp.widened(image, margin);
    Box whole = new Box(0, 0, image.width(), image.height());
    for (DetectedFace face : atEdges.detect(wider)) {
      DetectedFace there = face.moved(-margin, -margin);
      boolean inside = whole.intersection(there.box()) >= INSIDE * there.box().area();
      if (inside && faces.stream().noneMatch(f -> f.box().overlap(there.box()) > SAME_FACE)) {
        faces.add(there);
      }
    }
    return faces;
  }

  @Override
  public void close() {
    detector.close();
  }
}
