package org.g2face.network;

import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * Reads the hidden bits out of an image.
 *
 * @param size the side of the image: a power of two
 * @param width the number of feature maps, 128 in the paper; even
 * @param unshuffled whether it works at half the side, each 2x2 pixels being channels: a quarter of
 *     the work
 */
public record PayloadExtractor(int size, int width, boolean unshuffled) {
  private static final int BLOCKS = 3;
  private static final double SLOPE = 0.1;

  /** At the full side, as published. */
  public PayloadExtractor(int size, int width) {
    this(size, width, false);
  }

  public PayloadExtractor {
    Resolution.log2(size);
    if (width < 2 || width % 2 != 0) {
      throw new IllegalArgumentException(
          "the extractor's width must be even and positive, not " + width);
    }
  }

  /** How many bits it reads: one for every 2x2 pixels. */
  public int bits() {
    return size / 2 * (size / 2);
  }

  /**
   * Reads.
   *
   * @param image [batch, 3, size, size], RGB in [-1, 1]
   * @return logits [batch, bits()]: a bit is 1 where its logit is positive
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T image, Phase<T> phase) {
    Expected.shape(ops, "image", image, 3, size, size);
    T pixels = unshuffled ? PixelShuffle.unshuffle(ops, image) : image;
    int in = unshuffled ? 12 : 3;
    T x = Conv.biased(in, width, 1, 1, 0).forward(ops, w.at("conv1x1_input"), pixels);
    x = ops.leakyRelu(x, SLOPE);
    for (int block = 0; block < BLOCKS; block++) {
      x = block(ops, w.at("body." + block), x, phase);
    }
    // The authors call this 3x3 convolution so.
    x = Conv.biased(width, 1, 3, unshuffled ? 1 : 2, 1).forward(ops, w.at("conv1x1_output"), x);
    return ops.reshape(x, -1, bits());
  }

  private <T> T block(Ops<T> ops, Weights<T> w, T x, Phase<T> phase) {
    int half = width / 2;
    Conv narrow = Conv.biased(width, half, 1, 1, 0);
    Conv wide = Conv.biased(half, half, 3, 1, 1);
    T deep = narrow.forward(ops, w.at("conv1x1_branch_1"), x);
    deep = activated(ops, w.at("bn_branch_1_1"), deep, phase);
    deep = wide.forward(ops, w.at("conv3x3_branch_1"), deep);
    deep = activated(ops, w.at("bn_branch_1_2"), deep, phase);
    T flat = narrow.forward(ops, w.at("conv1x1_branch_2"), x);
    flat = activated(ops, w.at("bn_branch_2_1"), flat, phase);
    return ops.concat(1, List.of(deep, flat));
  }

  private <T> T activated(Ops<T> ops, Weights<T> w, T x, Phase<T> phase) {
    return ops.leakyRelu(new BatchNorm(width / 2).forward(ops, w, x, phase), SLOPE);
  }
}
