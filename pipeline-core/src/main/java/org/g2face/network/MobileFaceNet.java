package org.g2face.network;

import java.util.ArrayList;
import java.util.List;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * MobileFaceNet (Chen et al. 2018) in the form of foliu's implementation, its batch norms folded
 * into the convolutions: inverted residuals, a global depthwise convolution, an embedding of 128.
 *
 * <p>Embeddings have the length sqrt(128), so that each coordinate is about 1.
 */
public record MobileFaceNet() implements IdentityNetwork {
  private static final int EMBEDDING = 128;
  private static final int SIDE = 112;
  private static final int WIDE = 512;
  private static final double EPSILON = 1e-12;

  /** A group of inverted residuals, of which the first halves the side. */
  private record Stage(int in, int inner, int out, int blocks) {}

  private static final List<Stage> STAGES =
      List.of(new Stage(64, 128, 64, 5), new Stage(64, 256, 128, 7), new Stage(128, 512, 128, 1));

  /** Two more blocks of the last side, which are narrower inside than the one that halves it. */
  private static final Stage LAST = new Stage(128, 256, 128, 2);

  @Override
  public int embedding() {
    return EMBEDDING;
  }

  @Override
  public int inputSize() {
    return SIDE;
  }

  /** The names of its convolutions in the order in which they are applied. */
  public static List<String> convolutions() {
    List<String> names = new ArrayList<>(List.of("entry", "depthwise", "pointwise"));
    int blocks = STAGES.stream().mapToInt(Stage::blocks).sum() + LAST.blocks();
    for (int block = 0; block < blocks; block++) {
      for (String name : List.of("expand", "depthwise", "project")) {
        names.add("blocks." + block + "." + name);
      }
    }
    names.addAll(List.of("wide", "global", "embedding"));
    return names;
  }

  @Override
  public <T> T forward(Ops<T> ops, Weights<T> w, T image, Phase<T> phase) {
    Expected.shape(ops, "image", image, 3, SIDE, SIDE);
    T x = relu6(ops, conv(ops, w.at("entry"), image, new Kernel(3, 64, 3, 2, 1)));
    x = ops.relu(conv(ops, w.at("depthwise"), x, Kernel.depthwise(64, 3, 1, 1)));
    x = ops.relu(conv(ops, w.at("pointwise"), x, Kernel.pointwise(64, 64)));
    int block = 0;
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.blocks(); i++) {
        x = inverted(ops, w.at("blocks." + block++), x, stage, i == 0);
      }
    }
    for (int i = 0; i < LAST.blocks(); i++) {
      x = inverted(ops, w.at("blocks." + block++), x, LAST, false);
    }
    x = relu6(ops, conv(ops, w.at("wide"), x, Kernel.pointwise(128, WIDE)));
    x = conv(ops, w.at("global"), x, Kernel.depthwise(WIDE, 7, 1, 0));
    x = conv(ops, w.at("embedding"), x, Kernel.pointwise(WIDE, EMBEDDING));
    T flat = ops.reshape(x, -1, EMBEDDING);
    T square = ops.mean(ops.square(flat), true, 1);
    return ops.mul(flat, ops.rsqrt(ops.add(square, EPSILON)));
  }

  private static <T> T inverted(Ops<T> ops, Weights<T> w, T x, Stage stage, boolean first) {
    int in = first ? stage.in() : stage.out();
    int inner = stage.inner();
    T y = relu6(ops, conv(ops, w.at("expand"), x, Kernel.pointwise(in, inner)));
    y = relu6(ops, conv(ops, w.at("depthwise"), y, Kernel.depthwise(inner, 3, first ? 2 : 1, 1)));
    y = conv(ops, w.at("project"), y, Kernel.pointwise(inner, stage.out()));
    return first ? y : ops.add(x, y);
  }

  private static <T> T relu6(Ops<T> ops, T x) {
    return ops.clamp(x, 0, 6);
  }

  /** Of a convolution; depthwise where each channel has one of its own. */
  private record Kernel(int in, int out, int side, int stride, int padding, int groups) {
    Kernel(int in, int out, int side, int stride, int padding) {
      this(in, out, side, stride, padding, 1);
    }

    static Kernel pointwise(int in, int out) {
      return new Kernel(in, out, 1, 1, 0);
    }

    static Kernel depthwise(int channels, int side, int stride, int padding) {
      return new Kernel(channels, channels, side, stride, padding, channels);
    }
  }

  private static <T> T conv(Ops<T> ops, Weights<T> w, T x, Kernel k) {
    int in = k.in() / k.groups();
    Init init = Init.fanIn((long) in * k.side() * k.side());
    T weight = w.parameter("weight", init, k.out(), in, k.side(), k.side());
    T bias = w.parameter("bias", init, k.out());
    return ops.conv2d(x, weight, bias, k.stride(), k.padding(), k.groups());
  }
}
