package org.g2face.network;

import org.g2face.ops.Ops;

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

  /**
   * Through the camera, which looks along the negative z axis.
   *
   * @param points [batch, any number, 3] in the model's unit
   * @return [batch, likewise, 2] in pixels, x to the right and y upwards
   */
  <T> T project(Ops<T> ops, T points) {
    T across = ops.slice(points, 2, 0, 2);
    T depth = ops.add(ops.mul(ops.slice(points, 2, 2, 3), -1), distance);
    return ops.add(ops.mul(ops.div(across, depth), focal), centre);
  }
}
