package org.g2face.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * The pyramid that reads a face's surroundings: one strided convolution a level, for there is less
 * to see than in a face.
 *
 * @param size the side of the first level: a power of two
 */
record ContextEncoder(int size, Channels channels) {
  private static final double EPSILON = 1e-5;

  /**
   * @param x [batch, any channels, size, size]
   * @return feature maps at 4, 8, ..., size
   */
  <T> List<T> forward(Ops<T> ops, Weights<T> w, T x) {
    Deque<T> levels = new ArrayDeque<>();
    int in = Math.toIntExact(ops.shape(x)[1]);
    for (int side = size; side >= 4; side /= 2) {
      int out = channels.of(side);
      Conv conv = Conv.biased(in, out, 3, side == size ? 1 : 2, 1);
      T y = conv.forward(ops, w.at(Integer.toString(levels.size())), x);
      x = ops.leakyRelu(ops.instanceNorm(y, EPSILON), 0.2);
      levels.push(x);
      in = out;
    }
    return new ArrayList<>(levels);
  }
}
