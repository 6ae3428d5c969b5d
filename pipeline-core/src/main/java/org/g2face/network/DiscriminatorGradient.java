package org.g2face.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * R1 without double backward: the gradient of a discriminator by each pixel, as a network of its
 * own that can be differentiated once more, what R1 needs on an engine without second derivatives.
 *
 * <p>It runs the discriminator forwards and then, layer by layer, backwards: a convolution becomes
 * a transposed one with the same weight, an activation a factor for each value.
 */
public record DiscriminatorGradient(Discriminator discriminator) {

  /**
   * Differentiates.
   *
   * @param w the discriminator's
   * @param image [batch, 3, size, size], RGB in [-1, 1]; a batch that the discriminator takes
   * @return the gradient of the sum of the judgements, of the same shape
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T image) {
    return new Pass<>(ops, w, discriminator).run(image);
  }

  /** What a residual block leaves for the way back. */
  private record Block<T>(String name, int in, int out, T inner, T outer) {}

  private record Pass<T>(Ops<T> ops, Weights<T> w, Discriminator net) {

    T run(T image) {
      Channels channels = net.channels();
      EqualConv first = net.entry();
      T entry = first.forward(ops, w.at("convs.0.0"), net.pixels(ops, image));
      entry = FusedLeakyRelu.forward(ops, w.at("convs.0.1"), entry);
      Deque<Block<T>> blocks = new ArrayDeque<>();
      T x = entry;
      for (int side = net.resolution(); side > 4; side /= 2) {
        String name = "convs." + (blocks.size() + 1);
        x = forward(name, x, channels.of(side), channels.of(side / 2), blocks);
      }
      T gradient = head(x, channels.of(4));
      for (Block<T> block : blocks) {
        gradient = backward(block, gradient);
      }
      T pixels = transposed("convs.0.0", first, ops.mul(gradient, slope(entry)));
      return net.unshuffled() ? PixelShuffle.shuffle(ops, pixels) : pixels;
    }

    private T forward(String name, T x, int in, int out, Deque<Block<T>> blocks) {
      Weights<T> of = w.at(name);
      T inner = new EqualConv(in, in, 3, false).forward(ops, of.at("conv1.0"), x);
      inner = FusedLeakyRelu.forward(ops, of.at("conv1.1"), inner);
      T outer = new EqualConv(in, out, 3, true).forward(ops, of.at("conv2.1"), inner);
      outer = FusedLeakyRelu.forward(ops, of.at("conv2.2"), outer);
      T skip = new EqualConv(in, out, 1, true).forward(ops, of.at("skip.1"), x);
      blocks.push(new Block<>(name, in, out, inner, outer));
      return ops.mul(ops.add(outer, skip), 1 / Math.sqrt(2));
    }

    private T backward(Block<T> block, T gradient) {
      T u = ops.mul(gradient, 1 / Math.sqrt(2));
      EqualConv outer = new EqualConv(block.in(), block.out(), 3, true);
      EqualConv inner = new EqualConv(block.in(), block.in(), 3, false);
      EqualConv skip = new EqualConv(block.in(), block.out(), 1, true);
      T main = transposed(block.name() + ".conv2.1", outer, ops.mul(u, slope(block.outer())));
      main = transposed(block.name() + ".conv1.0", inner, ops.mul(main, slope(block.inner())));
      return ops.add(main, transposed(block.name() + ".skip.1", skip, u));
    }

    /** From the features at 4x4 to the judgements, and back to those features. */
    private T head(T x, int c) {
      T deviations = Discriminator.deviation(ops, x);
      EqualConv conv = new EqualConv(c + 1, c, 3, false);
      T y = conv.forward(ops, w.at("final_conv.0"), ops.concat(1, List.of(x, deviations)));
      y = FusedLeakyRelu.forward(ops, w.at("final_conv.1"), y);
      T flat = ops.reshape(y, -1, c * 16L);
      T z = new EqualLinear(c * 16, c).activated(ops, w.at("final_linear.0"), flat);

      T u = ops.mul(slope(z), linearWeight("final_linear.1", 1, c));
      u = ops.matmul(u, linearWeight("final_linear.0", c, c * 16));
      u = ops.mul(ops.reshape(u, -1, c, 4, 4), slope(y));
      u = transposed("final_conv.0", conv, u);
      return ops.add(ops.slice(u, 1, 0, c), throughDeviation(x, ops.slice(u, 1, c, c + 1)));
    }

    /** The part of the gradient that takes the way over the standard deviation of a group. */
    private T throughDeviation(T x, T u) {
      long[] shape = ops.shape(x);
      int group = Discriminator.group(shape[0]);
      long groups = shape[0] / group;
      long features = shape[1] * shape[2] * shape[3];
      T rows = ops.reshape(x, group, groups, features);
      T centred = ops.sub(rows, ops.mean(rows, true, 0));
      T variance = ops.mean(ops.square(centred), true, 0);
      T inverse = ops.rsqrt(ops.add(variance, Discriminator.EPSILON));
      T each = ops.sum(ops.reshape(u, group, groups, 16), true, 0, 2);
      T scaled = ops.mul(ops.mul(inverse, each), 1.0 / (group * features));
      return ops.reshape(ops.mul(centred, scaled), shape);
    }

    private T linearWeight(String name, int out, int in) {
      T stored = w.at(name).parameter("weight", Init.normal(1), out, in);
      return ops.mul(stored, 1 / Math.sqrt(in));
    }

    /** The gradient of a convolution by its input. */
    private T transposed(String name, EqualConv conv, T u) {
      int k = conv.kernel();
      T stored = w.at(name).parameter("weight", Init.normal(1), conv.out(), conv.in(), k, k);
      T weight = ops.mul(stored, 1 / Math.sqrt((double) conv.in() * k * k));
      if (!conv.downsample()) {
        return ops.convTranspose2d(u, weight, 1, k / 2);
      }
      // The blur is symmetric; what it was padded with is what is missing to a full overlap now.
      int padding = 3 - (k + 1) / 2;
      return ops.blur(ops.convTranspose2d(u, weight, 2, 0), padding, padding, 1);
    }

    /** The derivative of {@link FusedLeakyRelu} where it gave these values. */
    private T slope(T activated) {
      return ops.mul(ops.add(ops.mul(ops.step(activated), 0.8), 0.2), Math.sqrt(2));
    }
  }
}
