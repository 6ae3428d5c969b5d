package org.g2face.network;

import java.util.List;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * StyleGAN2's part of one pass of a generator: the layers that take styles and noise.
 *
 * @param styles [batch, styles, length]
 * @param noise standard normal maps [batch, 1, side, side] in the order of their use, or null
 */
record StyledLayers<T>(Ops<T> ops, Weights<T> w, T styles, List<T> noise) {

  /** The learned constant that every picture grows from, [batch, channels, 4, 4]. */
  T constant(int channels) {
    T one = w.at("input").parameter("input", Init.normal(1), 1, channels, 4, 4);
    return ops.repeatBatch(one, styles);
  }

  /**
   * @param position of its noise, and of its style, which the previous RGB layer used too
   */
  T styled(String name, StyledConv conv, T x, int position) {
    T map = noise == null ? null : noise.get(position);
    return conv.forward(ops, w.at(name), x, style(position), map);
  }

  T rgb(String name, T x, int position, T skip) {
    T style = style(position);
    ToRgb layer = new ToRgb((int) ops.shape(x)[1], (int) ops.shape(style)[1]);
    return layer.forward(ops, w.at(name), x, style, skip);
  }

  /** Without the up-sampled colours of half the resolution, and with as many channels as asked. */
  T colours(String name, T x, int position, int out) {
    T style = style(position);
    ToRgb layer = new ToRgb((int) ops.shape(x)[1], (int) ops.shape(style)[1], out);
    return layer.forward(ops, w.at(name), x, style, null);
  }

  private T style(int position) {
    long length = ops.shape(styles)[2];
    return ops.reshape(ops.slice(styles, 1, position, position + 1), -1, length);
  }
}
