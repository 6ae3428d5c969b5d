package org.g2face.network;

import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.tensor.Tensor;

/**
 * The colour that distant light gives a white matte surface, by spherical harmonics of the first
 * three bands (Ramamoorthi and Hanrahan 2001).
 */
final class Shading {
  /** Light from everywhere when all coefficients are zero. */
  private static final float AMBIENT = 0.8f;

  // Per band: how far a matte surface passes it on, times the harmonics' norm.
  private static final double BAND_0 = Math.PI / Math.sqrt(4 * Math.PI);
  private static final double BAND_1 =
      2 * Math.PI / Math.sqrt(3) * (Math.sqrt(3) / Math.sqrt(4 * Math.PI));
  private static final double BAND_2 =
      2 * Math.PI / Math.sqrt(8) * (3 * Math.sqrt(5) / Math.sqrt(12 * Math.PI));

  private Shading() {}

  /**
   * @param normals unit vectors [batch, points, 3]
   * @param light [batch, 27]: nine coefficients of red, of green, of blue
   * @return [batch, points, 3]
   */
  static <T> T forward(Ops<T> ops, T normals, T light) {
    float[] constantBand = new float[9];
    constantBand[0] = AMBIENT;
    T ambient = ops.constant(Tensor.of(constantBand, 1, 1, 9));
    T byColour = ops.add(ops.reshape(light, -1, 3, 9), ambient);
    return ops.matmul(harmonics(ops, normals), ops.transpose(byColour, 0, 2, 1));
  }

  private static <T> T harmonics(Ops<T> ops, T normals) {
    T x = ops.slice(normals, 2, 0, 1);
    T y = ops.slice(normals, 2, 1, 2);
    T z = ops.slice(normals, 2, 2, 3);
    T xx = ops.square(x);
    T yy = ops.square(y);
    T zz = ops.square(z);
    return ops.concat(
        2,
        List.of(
            ops.add(ops.mul(x, 0), BAND_0),
            ops.mul(y, -BAND_1),
            ops.mul(z, BAND_1),
            ops.mul(x, -BAND_1),
            ops.mul(ops.mul(x, y), BAND_2),
            ops.mul(ops.mul(y, z), -BAND_2),
            ops.mul(ops.add(ops.mul(zz, 3), -1), 0.5 * BAND_2 / Math.sqrt(3)),
            ops.mul(ops.mul(x, z), -BAND_2),
            ops.mul(ops.sub(xx, yy), 0.5 * BAND_2)));
  }
}
