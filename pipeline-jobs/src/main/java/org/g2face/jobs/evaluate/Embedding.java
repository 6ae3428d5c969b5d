package org.g2face.jobs.evaluate;

import java.io.Serializable;

/**
 * Whom a recogniser sees in one of several dummies of a face, or in the face itself.
 *
 * @param model that made the dummy, by its name in tables
 * @param network that recognises
 * @param source id of the original
 * @param dummy which of the source's dummies; {@link #ORIGINAL} for the original itself
 * @param vector as the network gave it; of an original it tells who it is, and is not written
 *     anywhere
 */
public record Embedding(String model, String network, String source, int dummy, float[] vector)
    implements Serializable {
  static final int ORIGINAL = -1;

  /** Whether it is the original's. */
  public boolean ofOriginal() {
    return dummy == ORIGINAL;
  }

  /** Without the vector, which must not reach a log. */
  @Override
  public String toString() {
    return "Embedding[" + model + ", " + network + ", " + dummy + "]";
  }
}
