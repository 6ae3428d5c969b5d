package org.g2face.network;

import org.g2face.ops.Ops;

/**
 * Pixel shuffling (Shi et al. 2016): the pixels of each 2 x 2 block as four channels, so that a
 * network works on half the side, and back.
 */
final class PixelShuffle {
  private static final int BLOCK = 2;

  private PixelShuffle() {}

  /**
   * Space to depth, in the order of PyTorch's {@code pixel_unshuffle}.
   *
   * @param x [batch, channels, side, side], side even
   * @return [batch, 4 channels, side / 2, side / 2]
   */
  static <T> T unshuffle(Ops<T> ops, T x) {
    long[] shape = ops.shape(x);
    long half = shape[2] / BLOCK;
    T blocks = ops.reshape(x, -1, shape[1], half, BLOCK, half, BLOCK);
    T ordered = ops.transpose(blocks, 0, 1, 3, 5, 2, 4);
    return ops.reshape(ordered, -1, shape[1] * BLOCK * BLOCK, half, half);
  }

  /**
   * Depth to space, in the order of PyTorch's {@code pixel_shuffle}.
   *
   * @param x [batch, 4 channels, side, side]
   * @return [batch, channels, 2 side, 2 side]
   */
  static <T> T shuffle(Ops<T> ops, T x) {
    long[] shape = ops.shape(x);
    long channels = shape[1] / (BLOCK * BLOCK);
    T blocks = ops.reshape(x, -1, channels, BLOCK, BLOCK, shape[2], shape[3]);
    T ordered = ops.transpose(blocks, 0, 1, 4, 2, 5, 3);
    return ops.reshape(ordered, -1, channels, shape[2] * BLOCK, shape[3] * BLOCK);
  }
}
