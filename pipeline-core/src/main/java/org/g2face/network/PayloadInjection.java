package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * Brings the hidden bits into the feature maps of one resolution.
 *
 * @param resolution the side of those feature maps
 * @param bits how many bits an image hides; a multiple of resolution * resolution
 * @param channels the number of those feature maps
 */
record PayloadInjection(int resolution, int bits, int channels) {

  PayloadInjection {
    if (bits % (resolution * resolution) != 0) {
      throw new IllegalArgumentException(
          bits + " bits do not fill planes of " + resolution + "x" + resolution);
    }
  }

  /**
   * @param hidden [batch, bits], 0 or 1 in the published generator, -1 or 1 in {@link
   *     InpaintingGenerator}
   * @return [batch, channels, resolution, resolution]; zero before any training
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T hidden) {
    int planes = bits / (resolution * resolution);
    T x = ops.reshape(hidden, -1, planes, resolution, resolution);
    x = Conv.biased(planes, channels, 1, 1, 0).forward(ops, w.at("conv"), x);
    x = FusedLeakyRelu.forward(ops, w.at("activate"), x);
    T strength = w.parameter("weight", Init.zeros(), channels, 1, 1);
    return ops.mul(x, ops.reshape(strength, 1, channels, 1, 1));
  }
}
