package org.g2face.network;

import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * Features of a face for small networks that tell something of it (face-api.js, Mühler 2018): four
 * densely connected blocks of separable convolutions, each of which halves the side, and the mean
 * over what is left.
 */
record DenseFaceFeatures() {
  /** How many there are. */
  static final int COUNT = 256;

  /** The side of the image it takes. */
  static final int SIDE = 112;

  private static final List<Integer> WIDTHS = List.of(32, 64, 128, 256);
  private static final int LAST_SIDE = 7;

  /**
   * @param image [batch, 3, 112, 112], RGB in [-1, 1]
   * @return [batch, 256]
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T image) {
    Expected.shape(ops, "image", image, 3, SIDE, SIDE);
    T x = FaceMean.centred(ops, image);
    int in = 3;
    for (int i = 0; i < WIDTHS.size(); i++) {
      x = block(ops, w.at("dense" + i), x, in, WIDTHS.get(i), i == 0);
      in = WIDTHS.get(i);
    }
    return ops.reshape(ops.avgPool2d(x, LAST_SIDE, 2), -1, COUNT);
  }

  private static <T> T block(Ops<T> ops, Weights<T> w, T x, int in, int out, boolean first) {
    T entry =
        first
            ? Conv.biased(in, out, 3, 2, 0)
                .forward(ops, w.at("conv0"), SamePadding.of(ops, x, 3, 2))
            : new SeparableConv(in, out, 2).forward(ops, w.at("conv0"), x);
    T sum = ops.relu(entry);
    SeparableConv conv = new SeparableConv(out, out, 1);
    T activated = sum;
    for (int i = 1; i <= 3; i++) {
      sum = ops.add(sum, conv.forward(ops, w.at("conv" + i), activated));
      activated = ops.relu(sum);
    }
    return activated;
  }
}
