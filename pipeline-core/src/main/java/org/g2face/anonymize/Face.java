package org.g2face.anonymize;

import java.util.Optional;
import org.g2face.image.Alpha;
import org.g2face.image.RgbImage;

/**
 * One aligned face, or a whole photograph for a transform that takes such.
 *
 * @param imageId names the image within its dataset; with a key it determines the dummy identity,
 *     and what is hidden in the picture may be bound to it
 * @param image the crop, {@link FaceTransform#size()} pixels wide and high; or the photograph
 * @param alpha what is transparent of a photograph
 * @param sealed what an earlier job sealed into the photograph's file
 */
public record Face(String imageId, RgbImage image, Optional<Alpha> alpha, Optional<byte[]> sealed) {

  /** A crop. */
  public Face(String imageId, RgbImage image) {
    this(imageId, image, Optional.empty(), Optional.empty());
  }
}
