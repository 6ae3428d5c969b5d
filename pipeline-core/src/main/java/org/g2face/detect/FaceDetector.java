package org.g2face.detect;

import java.util.List;
import org.g2face.image.RgbImage;

/** Finds faces. Safe to share between threads. */
public interface FaceDetector extends AutoCloseable {

  /**
   * All faces of a picture, in an order that depends on the picture alone.
   *
   * @throws RuntimeException if the picture could not be searched; that is not the same as a
   *     picture without faces
   */
  List<DetectedFace> detect(RgbImage image);

  /** Releases networks and native memory. */
  @Override
  void close();
}
