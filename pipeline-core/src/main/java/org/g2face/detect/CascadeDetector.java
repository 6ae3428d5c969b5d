package org.g2face.detect;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.g2face.image.RgbImage;

/**
 * The Haar cascades that OpenCV brings along: frontal faces, and profiles from both sides. Needs no
 * file, finds upright faces from 20 pixels on, and misses more than the networks do.
 *
 * <p>A score is the number of overlapping windows that agree on a face. Five points are given where
 * the cascade for eyes finds both of them in a frontal face: then nose and mouth are where they
 * usually are with such eyes.
 *
 * @see <a href="https://docs.opencv.org/4.x/db/d28/tutorial_cascade_classifier.html">OpenCV</a>
 */
public final class CascadeDetector implements FaceDetector {
  private static final double STEP = 1.1;
  private static final int SMALLEST = 20;
  private static final int SMALLEST_PROFILE = 40;
  private static final double SAME_FACE = 0.3;

  private final int agreeing;
  private final Cascade frontal;
  private final Cascade profile = new Cascade("haarcascade_profileface.xml");
  private final EyeLocator eyes =
      new EyeLocator(new Cascade("haarcascade_eye_tree_eyeglasses.xml"));

  /**
   * @param cascade for frontal faces
   * @param agreeing windows that must agree on a face, at least 1; OpenCV's own examples take 3
   */
  public CascadeDetector(Frontal cascade, int agreeing) {
    if (agreeing < 1) {
      throw new IllegalArgumentException("at least one window sees a face, not " + agreeing);
    }
    this.agreeing = agreeing;
    this.frontal = new Cascade(cascade.file);
  }

  /** The better of the two cascades, with three windows that agree. */
  public CascadeDetector() {
    this(Frontal.ALT2, 3);
  }

  /** Cascades for frontal faces, trained apart from each other. */
  public enum Frontal {
    /** Finds fewer that are none. */
    ALT2("haarcascade_frontalface_alt2.xml"),
    /** Finds more, of which more are none; for second looks. */
    DEFAULT("haarcascade_frontalface_default.xml");

    private final String file;

    Frontal(String file) {
      this.file = file;
    }
  }

  @Override
  public List<DetectedFace> detect(RgbImage image) {
    try (Mat grey = Cascade.grey(image);
        Mat mirrored = new Mat()) {
      List<DetectedFace> faces = new ArrayList<>();
      for (DetectedFace face : frontal.find(grey, STEP, agreeing, SMALLEST)) {
        faces.add(new DetectedFace(face.box(), face.score(), eyes.points(grey, face.box())));
      }
      faces.addAll(profile.find(grey, STEP, agreeing, SMALLEST_PROFILE));
      opencv_core.flip(grey, mirrored, 1);
      for (DetectedFace face : profile.find(mirrored, STEP, agreeing, SMALLEST_PROFILE)) {
        Box box = face.box();
        faces.add(
            new DetectedFace(
                new Box(
                    image.width() - box.right(),
                    box.top(),
                    image.width() - box.left(),
                    box.bottom()),
                face.score()));
      }
      return NonMaximumSuppression.byOverlap(faces, SAME_FACE);
    }
  }

  @Override
  public void close() {
    frontal.close();
    profile.close();
    eyes.close();
  }
}
