package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * The network of face-api.js (Mühler 2019) that guesses age and sex of a face: a small Xception
 * (Chollet 2017).
 */
public record AgeSex() {
  /** The side of the image it takes. */
  public static final int SIDE = 112;

  private static final int FEATURES = 512;
  private static final int LAST_SIDE = 7;

  /**
   * What it guesses.
   *
   * @param age [batch, 1], in years
   * @param male [batch, 1]: probability, 0 to 1, that people would call the face a man's
   */
  public record Guess<T>(T age, T male) {}

  /**
   * @param image [batch, 3, 112, 112], RGB in [-1, 1]: what a detector calls a face
   */
  public <T> Guess<T> forward(Ops<T> ops, Weights<T> w, T image) {
    Expected.shape(ops, "image", image, 3, SIDE, SIDE);
    T x = FaceMean.centred(ops, image);
    x = ops.relu(conv(ops, w.at("entry"), x, 32, 3));
    x = reduction(ops, w.at("reduction.0"), x, x, 64);
    x = reduction(ops, w.at("reduction.1"), x, ops.relu(x), 128);
    for (int i = 0; i < 2; i++) {
      T y = x;
      for (int k = 0; k < 3; k++) {
        y = separable(ops, w.at("middle." + i + ".conv" + k), ops.relu(y), 128);
      }
      x = ops.add(x, y);
    }
    x = reduction(ops, w.at("reduction.2"), x, ops.relu(x), 256);
    x = ops.relu(separable(ops, w.at("exit"), x, FEATURES));
    T features = ops.reshape(ops.avgPool2d(x, LAST_SIDE, 2), -1, FEATURES);
    T sexes = Softmax.of(ops, linear(ops, w.at("sex"), features, 2));
    return new Guess<>(linear(ops, w.at("age"), features, 1), ops.slice(sexes, 1, 0, 1));
  }

  /**
   * Halves the side.
   *
   * @param activated what the convolutions see of x
   */
  private static <T> T reduction(Ops<T> ops, Weights<T> w, T x, T activated, int out) {
    T y = separable(ops, w.at("conv0"), activated, out);
    y = separable(ops, w.at("conv1"), ops.relu(y), out);
    // Of an even side, the last window hangs over the edge by one, as with padding "same".
    return ops.add(ops.maxPool2d(y, 3, 2, 0, true), conv(ops, w.at("shortcut"), x, out, 1));
  }

  private static <T> T conv(Ops<T> ops, Weights<T> w, T x, int out, int kernel) {
    int in = Math.toIntExact(ops.shape(x)[1]);
    T padded = SamePadding.of(ops, x, kernel, 2);
    return Conv.biased(in, out, kernel, 2, 0).forward(ops, w, padded);
  }

  private static <T> T separable(Ops<T> ops, Weights<T> w, T x, int out) {
    return new SeparableConv(Math.toIntExact(ops.shape(x)[1]), out, 1).forward(ops, w, x);
  }

  private static <T> T linear(Ops<T> ops, Weights<T> w, T x, int out) {
    Init init = Init.fanIn(FEATURES);
    T weight = w.parameter("weight", init, out, FEATURES);
    return ops.linear(x, weight, w.parameter("bias", init, out));
  }
}
