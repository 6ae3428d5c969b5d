package org.g2face.network;

/**
 * The pinhole camera in front of a morphable model.
 *
 * <p>Its image is the face crop: its side is twice the centre.
 *
 * @param focal focal length in pixels
 * @param centre where the optical axis meets the image, in pixels along both axes
 * @param distance of the camera from the model's origin, in the model's unit
 */
public record Camera(double focal, double centre, double distance) {

  /** Deep3DFaceRecon's: an image of 224x224, units of 10 cm. */
  public static Camera standard() {
    return new Camera(1015, 112, 10);
  }
}
