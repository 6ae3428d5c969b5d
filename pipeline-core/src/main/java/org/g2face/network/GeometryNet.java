package org.g2face.network;

import java.util.ArrayList;
import java.util.List;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * Deep3DFaceRecon's network (Deng et al. 2019): a residual network of bottlenecks with the stride
 * on the 3x3 convolution, and a linear head for each kind of coefficient.
 *
 * @param layers how many bottlenecks each of the four stages has; 3, 4, 6, 3 in ResNet-50
 * @param width the inner feature maps of the first stage, doubled by each further one; 64 in
 *     ResNet-50
 * @param coefficients what it measures
 */
public record GeometryNet(List<Integer> layers, int width, Coefficients coefficients) {
  /** How many times wider a bottleneck is outside. */
  private static final int EXPANSION = 4;

  public GeometryNet {
    layers = List.copyOf(layers);
    if (layers.size() != 4 || layers.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          "a geometry network has four stages of at least one block each, not " + layers);
    }
    Expected.positive("width", width);
  }

  /** ResNet-50 with 257 coefficients. */
  public static GeometryNet standard() {
    return new GeometryNet(List.of(3, 4, 6, 3), 64, Coefficients.standard());
  }

  /** The coefficients that a frozen network measures. */
  public <T> T forward(Ops<T> ops, Weights<T> w, T image) {
    return forward(ops, w, image, Phase.inference());
  }

  /**
   * Measures faces.
   *
   * @param image [batch, 3, height, width] of any size from 32 on, RGB in [0, 1]
   * @return [batch, coefficients.total()]
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T image, Phase<T> phase) {
    Weights<T> backbone = w.at("backbone");
    T x = conv(3, width, 7, 2).forward(ops, backbone.at("conv1"), image);
    x = ops.relu(new BatchNorm(width).forward(ops, backbone.at("bn1"), x, phase));
    x = ops.maxPool2d(x, 3, 2, 1, false);
    int in = width;
    for (int stage = 0; stage < 4; stage++) {
      int inner = width << stage;
      for (int i = 0; i < layers.get(stage); i++) {
        Bottleneck block = new Bottleneck(in, inner, stage > 0 && i == 0 ? 2 : 1);
        x = block.forward(ops, backbone.at("layer" + (stage + 1) + "." + i), x, phase);
        in = inner * EXPANSION;
      }
    }
    return heads(ops, w.at("final_layers"), ops.mean(x, true, 2, 3), in);
  }

  private <T> T heads(Ops<T> ops, Weights<T> w, T pooled, int in) {
    // Translation has two heads: across the image, and along the line of sight.
    int[] sizes = {
      coefficients.identity(),
      coefficients.expression(),
      coefficients.texture(),
      Coefficients.ANGLES,
      Coefficients.LIGHT,
      2,
      1
    };
    List<T> parts = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] > 0) {
        Weights<T> head = w.at(Integer.toString(i));
        T weight = head.parameter("weight", Init.zeros(), sizes[i], in, 1, 1);
        T bias = head.parameter("bias", Init.zeros(), sizes[i]);
        parts.add(ops.conv2d(pooled, weight, bias, 1, 0, 1));
      }
    }
    return ops.reshape(ops.concat(1, parts), -1, coefficients.total());
  }

  /** Kaiming's normal start by fan out, as in torchvision. */
  private static Conv conv(int in, int out, int kernel, int stride) {
    Init init = Init.normal(Math.sqrt(2.0 / ((double) out * kernel * kernel)));
    return Conv.unbiased(in, out, kernel, stride, kernel / 2, init);
  }

  private record Bottleneck(int in, int inner, int stride) {

    <T> T forward(Ops<T> ops, Weights<T> w, T x, Phase<T> phase) {
      int out = inner * EXPANSION;
      T main = conv(in, inner, 1, 1).forward(ops, w.at("conv1"), x);
      main = ops.relu(new BatchNorm(inner).forward(ops, w.at("bn1"), main, phase));
      main = conv(inner, inner, 3, stride).forward(ops, w.at("conv2"), main);
      main = ops.relu(new BatchNorm(inner).forward(ops, w.at("bn2"), main, phase));
      main = conv(inner, out, 1, 1).forward(ops, w.at("conv3"), main);
      main = new BatchNorm(out).forward(ops, w.at("bn3"), main, phase);
      T skip = x;
      if (stride != 1 || in != out) {
        skip = conv(in, out, 1, stride).forward(ops, w.at("downsample.0"), x);
        skip = new BatchNorm(out).forward(ops, w.at("downsample.1"), skip, phase);
      }
      return ops.relu(ops.add(main, skip));
    }
  }
}
