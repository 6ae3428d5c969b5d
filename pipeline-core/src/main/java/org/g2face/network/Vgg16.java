package org.g2face.network;

import java.util.ArrayList;
import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;

/** The convolutions of VGG-16, under torchvision's names. */
final class Vgg16 {
  /** Feature maps of the convolutions, group by group; a pooling stands between two groups. */
  private static final int[][] GROUPS = {
    {64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}
  };

  private static final Tensor SHIFT = Tensor.of(new float[] {-.030f, -.088f, -.188f}, 1, 3, 1, 1);
  private static final Tensor SCALE = Tensor.of(new float[] {.458f, .448f, .450f}, 1, 3, 1, 1);

  private Vgg16() {}

  /**
   * @param image [batch, 3, height, width], RGB in [-1, 1]
   * @return the activation at the end of each group, at 1, 1/2, 1/4, 1/8 and 1/16 of the size
   */
  static <T> List<T> features(Ops<T> ops, Weights<T> w, T image) {
    T x = ops.div(ops.sub(image, ops.constant(SHIFT)), ops.constant(SCALE));
    List<T> ends = new ArrayList<>();
    int in = 3;
    int position = 0;
    for (int[] group : GROUPS) {
      if (!ends.isEmpty()) {
        x = ops.maxPool2d(x, 2, 2, 0, false);
        position++;
      }
      for (int out : group) {
        x = ops.relu(Conv.biased(in, out, 3, 1, 1).forward(ops, w.at("features." + position), x));
        in = out;
        position += 2;
      }
      ends.add(x);
    }
    return ends;
  }
}
