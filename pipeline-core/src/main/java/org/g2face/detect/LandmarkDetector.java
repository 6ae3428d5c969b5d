package org.g2face.detect;

import org.g2face.image.RgbImage;

/** Finds the 68 points of a face whose box is known. Safe to share between threads. */
public interface LandmarkDetector extends AutoCloseable {

  /**
   * @param face a box around the face from forehead to chin
   * @throws RuntimeException if there is nothing that could be called a fit
   */
  Landmarks locate(RgbImage image, Box face);

  @Override
  void close();
}
