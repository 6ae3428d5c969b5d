package org.g2face.audit;

import org.g2face.image.RgbImage;

/**
 * A face recogniser that judges a model. One that took part in the model's training is a mild
 * judge.
 *
 * @param name in reports
 * @param network tells who a face is
 */
public record Recogniser(String name, Network network) {

  /** Tells who a face is. */
  @FunctionalInterface
  public interface Network {
    /**
     * @param crop an aligned face, of any size
     * @return the embedding, of any length but zero, in the same space for all faces
     */
    float[] embed(RgbImage crop);
  }
}
