package org.g2face.detect;

import java.util.ArrayList;
import java.util.List;
import org.g2face.image.AffineMap;
import org.g2face.image.RgbImage;
import org.g2face.image.Warp;

/**
 * Lets a detector see faces that fill their picture, or that are blurred: it is shown the picture
 * once more, small and amid black. {@link SsdDetector} finds 1 of 100 aligned faces of LFW (128
 * pixels) without, and all with it.
 */
public final class CloseUpDetector implements FaceDetector {
  private static final int CANVAS = 512;

  /** The longer side of the small picture. */
  private static final int SHOWN = 160;

  /** Smaller ones, in shares of that side, are seen better in the picture as it is. */
  private static final double NEAR = 0.25;

  private static final double SAME_FACE = 0.3;

  /** A finding that lies so much within another one is a part of it. */
  private static final double PART = 0.7;

  private final FaceDetector detector;

  /** Takes over a detector, and closes it. */
  public CloseUpDetector(FaceDetector detector) {
    this.detector = detector;
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    List<DetectedFace> faces = new ArrayList<>(detector.detect(image));
    double step = (double) Math.max(image.width(), image.height()) / SHOWN;
    AffineMap onto = new AffineMap(step, 0, 0, 0, step, 0);
    RgbImage small = Warp.image(image, onto, CANVAS, CANVAS, Warp.Border.BLACK);
    for (DetectedFace face : detector.detect(small)) {
      DetectedFace there = face.scaled(step);
      boolean near = Math.max(face.box().width(), face.box().height()) >= NEAR * SHOWN;
      boolean inside = there.box().left() < image.width() && there.box().top() < image.height();
      if (near && inside && faces.stream().noneMatch(known -> isSame(known.box(), there.box()))) {
        faces.add(there);
      }
    }
    return faces;
  }

  private static boolean isSame(Box known, Box found) {
    return known.overlap(found) > SAME_FACE || known.containment(found) > PART;
  }

  @Override
  public void close() {
    detector.close();
  }
}
