package org.g2face.anonymize;

import org.g2face.image.RgbImage;

/**
 * One aligned face.
 *
 * @param imageId names the image within its dataset
 * @param name under which the new face is published; what is hidden in it may be bound to it
 * @param subject whose face it is, or null: all faces of a subject get the same new face
 * @param image the crop, {@link FaceTransform#size()} pixels wide and high
 */
public record Face(String imageId, String name, String subject, RgbImage image) {

  /** A face that is published under its id and gets a new face of its own. */
  public Face(String imageId, RgbImage image) {
    this(imageId, imageId, null, image);
  }

  /** What decides, with a key, on the new face: the subject, or else the image. */
  public String replacedAs() {
    return subject == null ? "image " + imageId : "subject " + subject;
  }
}
