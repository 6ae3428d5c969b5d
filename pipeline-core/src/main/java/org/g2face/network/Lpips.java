package org.g2face.network;

import java.util.ArrayList;
import java.util.List;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * Learned perceptual distance of two images (LPIPS, Zhang et al. 2018, version 0.1): how much the
 * features of an image classifier differ, weighted per feature.
 */
public record Lpips(Backbone backbone) {
  /** Keeps the length of a zero feature vector, and its gradient, finite. */
  private static final double EPSILON = 1e-10;

  /** The image classifier whose features are compared. */
  public enum Backbone {
    /** Simonyan and Zisserman 2014, in torchvision's layout; the published distance. */
    VGG16,
    /** Iandola et al. 2016, version 1.1 in its authors' Caffe weights; far cheaper. */
    SQUEEZENET
  }

  /**
   * Compares images.
   *
   * @param a [batch, 3, height, width], RGB in [-1, 1]
   * @param b of the same shape
   * @return [batch]: 0 for equal images, about 0.5 and more for unrelated ones
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T a, T b) {
    return slices(ops, w, a, b).stream().reduce(ops::add).orElseThrow();
  }

  /** The distance at each depth of the classifier, [batch] each. */
  <T> List<T> slices(Ops<T> ops, Weights<T> w, T a, T b) {
    List<T> ofA = features(ops, w, a);
    List<T> ofB = features(ops, w, b);
    List<T> distances = new ArrayList<>();
    for (int k = 0; k < ofA.size(); k++) {
      T difference = ops.sub(unit(ops, ofA.get(k)), unit(ops, ofB.get(k)));
      long channels = ops.shape(difference)[1];
      T weight = w.parameter(linear(k), Init.fanIn(channels), 1, channels, 1, 1);
      T weighted = ops.conv2d(ops.square(difference), weight, null, 1, 0, 1);
      distances.add(ops.mean(weighted, false, 1, 2, 3));
    }
    return distances;
  }

  private <T> List<T> features(Ops<T> ops, Weights<T> w, T image) {
    return switch (backbone) {
      case VGG16 -> Vgg16.features(ops, w, image);
      case SQUEEZENET -> SqueezeNet.features(ops, w, image);
    };
  }

  private String linear(int slice) {
    return switch (backbone) {
      case VGG16 -> "lin" + slice + ".model.1.weight";
      case SQUEEZENET -> "lin" + slice + ".weight";
    };
  }

  /** Feature vectors at length 1; a zero vector stays zero. */
  private static <T> T unit(Ops<T> ops, T features) {
    T power = ops.sum(ops.square(features), true, 1);
    T length = ops.sqrt(ops.add(power, EPSILON * EPSILON));
    return ops.div(features, ops.add(length, EPSILON));
  }
}
