package org.g2face.audit;

import java.util.Map;
import org.g2face.image.RgbImage;

/**
 * The face recognisers that judge a model. One that took part in the model's training is a mild
 * judge.
 */
@FunctionalInterface
public interface Recognisers {
  /**
   * Tells who a face is.
   *
   * @param crop an aligned face, of any size
   * @return an embedding by the name of each recogniser, of any length but zero; the same names and
   *     lengths for all faces
   */
  Map<String, float[]> embed(RgbImage crop);
}
