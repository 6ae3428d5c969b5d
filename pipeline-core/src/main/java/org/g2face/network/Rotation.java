package org.g2face.network;

import java.util.List;
import org.g2face.ops.Ops;

/** Turns by three angles: first about x, then y, then z. */
final class Rotation {
  private Rotation() {}

  /**
   * @param angles [batch, 3], in radians
   * @return [batch, 3, 3], to be multiplied with row vectors from the right
   */
  static <T> T forward(Ops<T> ops, T angles) {
    T cosines = ops.cos(angles);
    T sines = ops.sin(angles);
    T cx = ops.slice(cosines, 1, 0, 1);
    T cy = ops.slice(cosines, 1, 1, 2);
    T cz = ops.slice(cosines, 1, 2, 3);
    T sx = ops.slice(sines, 1, 0, 1);
    T sy = ops.slice(sines, 1, 1, 2);
    T sz = ops.slice(sines, 1, 2, 3);
    T czsy = ops.mul(cz, sy);
    T szsy = ops.mul(sz, sy);
    // The transpose of Rz * Ry * Rx, row by row.
    List<T> entries =
        List.of(
            ops.mul(cz, cy),
            ops.mul(sz, cy),
            ops.mul(sy, -1),
            ops.sub(ops.mul(czsy, sx), ops.mul(sz, cx)),
            ops.add(ops.mul(szsy, sx), ops.mul(cz, cx)),
            ops.mul(cy, sx),
            ops.add(ops.mul(czsy, cx), ops.mul(sz, sx)),
            ops.sub(ops.mul(szsy, cx), ops.mul(cz, sx)),
            ops.mul(cy, cx));
    return ops.reshape(ops.concat(1, entries), -1, 3, 3);
  }
}
