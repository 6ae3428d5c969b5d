package org.g2face.anonymize;

import java.util.List;

/** Networks that are loaded and turn faces into other faces. Safe to share between threads. */
public interface FaceTransform extends AutoCloseable {
  /** Width and height of the faces it takes, in pixels. */
  int size();

  /** Whether it takes photographs as they are, of any size, and finds the faces by itself. */
  default boolean takesPhotographs() {
    return false;
  }

  /**
   * Transforms faces.
   *
   * <p>The result for a face does not depend on the faces beside it, so that a second run gives the
   * same bytes however the work was divided.
   *
   * @param batch at least one face
   * @return as many outcomes, in the same order
   * @throws Exception if the whole batch could not be computed; the caller tries its faces alone
   */
  List<Outcome> apply(List<Face> batch) throws Exception;

  /** Releases the networks. */
  @Override
  void close();
}
