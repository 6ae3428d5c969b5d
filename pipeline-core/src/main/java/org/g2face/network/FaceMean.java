package org.g2face.network;

import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/** The mean colour of dlib's training faces, which the networks trained with it are fed without. */
final class FaceMean {
  private static final float RED = 122.782f;
  private static final float GREEN = 117.001f;
  private static final float BLUE = 104.298f;

  private FaceMean() {}

  /**
   * @param image [batch, 3, height, width], RGB in [-1, 1]
   * @return (level - mean) / 255
   */
  static <T> T centred(Ops<T> ops, T image) {
    float[] shift = {(127.5f - RED) / 255, (127.5f - GREEN) / 255, (127.5f - BLUE) / 255};
    return ops.add(ops.mul(image, 0.5), ops.constant(Tensor.of(shift, 1, 3, 1, 1)));
  }
}
