package org.g2face.train.augment;

import org.g2face.ops.Ops;

/**
 * Separable linear resampling with matrices of each image's own: shifts, scales, mirrors, blurs.
 */
final class PerImageResampling {
  private PerImageResampling() {}

  /**
   * rows * x * columnsᵀ for every channel.
   *
   * @param x [batch, channels, height, width]
   * @param rows [batch, new height, height]
   * @param columns [batch, new width, width]
   */
  static <T> T forward(Ops<T> ops, T x, T rows, T columns) {
    long[] shape = ops.shape(x);
    long channels = shape[1];
    long height = ops.shape(rows)[1];
    long width = ops.shape(columns)[1];
    T lines = ops.reshape(x, -1, channels * shape[2], shape[3]);
    T across = ops.matmul(lines, ops.transpose(columns, 0, 2, 1));
    T turned = ops.transpose(ops.reshape(across, -1, channels, shape[2], width), 0, 1, 3, 2);
    T down =
        ops.matmul(
            ops.reshape(turned, -1, channels * width, shape[2]), ops.transpose(rows, 0, 2, 1));
    return ops.transpose(ops.reshape(down, -1, channels, width, height), 0, 1, 3, 2);
  }
}
