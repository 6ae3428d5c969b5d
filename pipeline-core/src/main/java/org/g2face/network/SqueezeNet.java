package org.g2face.network;

import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;

/** The convolutions of SqueezeNet 1.1, under the names of its authors' Caffe release. */
final class SqueezeNet {
  /** Mean of B, G and R over ImageNet, on a scale to 255. */
  private static final Tensor MEAN = Tensor.of(new float[] {104, 117, 123}, 1, 3, 1, 1);

  private SqueezeNet() {}

  /**
   * @param image [batch, 3, height, width], RGB in [-1, 1]
   * @return seven activations, after conv1, fire3, fire5, fire6, fire7, fire8 and fire9
   */
  static <T> List<T> features(Ops<T> ops, Weights<T> w, T image) {
    T x = Conv.biased(3, 64, 3, 2, 0).forward(ops, w.at("conv1"), caffe(ops, image));
    T conv1 = ops.relu(x);
    T fire3 = fire(ops, w, 3, 128, 16, fire(ops, w, 2, 64, 16, pool(ops, conv1)));
    T fire5 = fire(ops, w, 5, 256, 32, fire(ops, w, 4, 128, 32, pool(ops, fire3)));
    T fire6 = fire(ops, w, 6, 256, 48, pool(ops, fire5));
    T fire7 = fire(ops, w, 7, 384, 48, fire6);
    T fire8 = fire(ops, w, 8, 384, 64, fire7);
    T fire9 = fire(ops, w, 9, 512, 64, fire8);
    return List.of(conv1, fire3, fire5, fire6, fire7, fire8, fire9);
  }

  /** BGR from 0 to 255, less the mean. */
  private static <T> T caffe(Ops<T> ops, T image) {
    T bytes = ops.mul(ops.add(image, 1), 127.5);
    List<T> bgr =
        List.of(ops.slice(bytes, 1, 2, 3), ops.slice(bytes, 1, 1, 2), ops.slice(bytes, 1, 0, 1));
    return ops.sub(ops.concat(1, bgr), ops.constant(MEAN));
  }

  private static <T> T pool(Ops<T> ops, T x) {
    return ops.maxPool2d(x, 3, 2, 0, true);
  }

  /** Squeezed to few feature maps, then expanded to eight times as many. */
  private static <T> T fire(Ops<T> ops, Weights<T> w, int number, int in, int squeezed, T x) {
    Weights<T> fire = w.at("fire" + number);
    int half = 4 * squeezed;
    T s = ops.relu(Conv.biased(in, squeezed, 1, 1, 0).forward(ops, fire.at("squeeze1x1"), x));
    Conv points = Conv.biased(squeezed, half, 1, 1, 0);
    Conv windows = Conv.biased(squeezed, half, 3, 1, 1);
    return ops.concat(
        1,
        List.of(
            ops.relu(points.forward(ops, fire.at("expand1x1"), s)),
            ops.relu(windows.forward(ops, fire.at("expand3x3"), s))));
  }
}
