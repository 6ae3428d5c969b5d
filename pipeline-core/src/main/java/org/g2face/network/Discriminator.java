package org.g2face.network;

import java.util.Collections;
import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;

/**
 * StyleGAN2's residual discriminator.
 *
 * @param size the side of the image: a power of two
 * @param channels must reach from 4 to the resolution
 * @param unshuffled whether its largest feature maps have half the side of the image, each 2x2
 *     pixels being channels
 */
public record Discriminator(int size, Channels channels, boolean unshuffled) {
  /** How many images share one standard deviation. */
  private static final int GROUP = 4;

  static final double EPSILON = 1e-8;

  /** At the full side, as published. */
  public Discriminator(int size, Channels channels) {
    this(size, channels, false);
  }

  public Discriminator {
    channels.requireUpTo(unshuffled ? size / 2 : size);
  }

  /** The side of its largest feature maps. */
  int resolution() {
    return unshuffled ? size / 2 : size;
  }

  /** From pixels to the largest feature maps. */
  EqualConv entry() {
    return new EqualConv(unshuffled ? 12 : 3, channels.of(resolution()), 1, false);
  }

  /** The image as {@link #entry} takes it. */
  <T> T pixels(Ops<T> ops, T image) {
    return unshuffled ? PixelShuffle.unshuffle(ops, image) : image;
  }

  /**
   * Judges images.
   *
   * @param image [batch, 3, size, size], RGB in [-1, 1]; at most 4 images or a multiple of 4, and
   *     the engine must know how many
   * @return [batch, 1]: the larger, the more it takes the image for a real one
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T image) {
    Expected.shape(ops, "image", image, 3, size, size);
    T x = entry().forward(ops, w.at("convs.0.0"), pixels(ops, image));
    x = FusedLeakyRelu.forward(ops, w.at("convs.0.1"), x);
    int block = 1;
    for (int side = resolution(); side > 4; side /= 2) {
      x = residual(ops, w.at("convs." + block++), x, channels.of(side), channels.of(side / 2));
    }
    int c = channels.of(4);
    x = ops.concat(1, List.of(x, deviation(ops, x)));
    x = new EqualConv(c + 1, c, 3, false).forward(ops, w.at("final_conv.0"), x);
    x = FusedLeakyRelu.forward(ops, w.at("final_conv.1"), x);
    T flat = ops.reshape(x, -1, c * 16L);
    flat = new EqualLinear(c * 16, c).activated(ops, w.at("final_linear.0"), flat);
    return new EqualLinear(c, 1).forward(ops, w.at("final_linear.1"), flat);
  }

  private static <T> T residual(Ops<T> ops, Weights<T> w, T x, int in, int out) {
    T main = new EqualConv(in, in, 3, false).forward(ops, w.at("conv1.0"), x);
    main = FusedLeakyRelu.forward(ops, w.at("conv1.1"), main);
    main = new EqualConv(in, out, 3, true).forward(ops, w.at("conv2.1"), main);
    main = FusedLeakyRelu.forward(ops, w.at("conv2.2"), main);
    T skip = new EqualConv(in, out, 1, true).forward(ops, w.at("skip.1"), x);
    return ops.mul(ops.add(main, skip), 1 / Math.sqrt(2));
  }

  /**
   * How much the images of a group differ, as one more feature map (Karras et al. 2018, section 3).
   * With m groups, images j, j + m, j + 2m, ... form group j.
   *
   * @param x [batch, channels, 4, 4]
   * @return [batch, 1, 4, 4]
   */
  static <T> T deviation(Ops<T> ops, T x) {
    long[] shape = ops.shape(x);
    int group = group(shape[0]);
    long groups = shape[0] / group;
    long features = shape[1] * shape[2] * shape[3];
    T rows = ops.reshape(x, group, groups * features);
    T centred = ops.sub(rows, ops.mean(rows, true, 0));
    T variance = ops.mean(ops.square(centred), true, 0);
    T deviation = ops.reshape(ops.sqrt(ops.add(variance, EPSILON)), groups, features);
    T each = ops.mean(deviation, true, 1);
    T repeated = ops.concat(0, Collections.nCopies(group, each));
    T ones = ops.constant(Tensor.filled(1, 1, 1, shape[2], shape[3]));
    return ops.mul(ops.reshape(repeated, -1, 1, 1, 1), ones);
  }

  /** How many images of a batch are compared with each other. */
  static int group(long batch) {
    int group = (int) Math.min(batch, GROUP);
    if (batch < 1 || batch % group != 0) {
      throw new IllegalArgumentException(
          "the discriminator compares images in groups of "
              + GROUP
              + ", so a batch must be known and at most, or a multiple of, that size; it is "
              + batch);
    }
    return group;
  }
}
