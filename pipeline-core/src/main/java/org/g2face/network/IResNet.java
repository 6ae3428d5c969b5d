package org.g2face.network;

import java.util.List;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * ArcFace's identity network (the "improved" residual network of Duta et al. 2020, as in
 * InsightFace's arcface_torch).
 *
 * @param layers how many blocks each of the four stages has: see {@link #layers(int)}
 * @param width the feature maps of the first stage, doubled by each further one; 64 in ArcFace
 * @param embedding the length of an embedding; 512 in ArcFace
 * @param inputSize the side of the image; 112 in ArcFace
 */
public record IResNet(List<Integer> layers, int width, int embedding, int inputSize)
    implements IdentityNetwork {

  public IResNet {
    layers = List.copyOf(layers);
    if (layers.size() != 4 || layers.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          "an IResNet has four stages of at least one block each, not " + layers);
    }
    Expected.positive("width", width);
    Expected.positive("embedding length", embedding);
    Expected.positive("input side", inputSize);
  }

  /** The blocks per stage of the published depths 18, 34, 50 and 100. */
  public static List<Integer> layers(int depth) {
    return switch (depth) {
      case 18 -> List.of(2, 2, 2, 2);
      case 34 -> List.of(3, 4, 6, 3);
      case 50 -> List.of(3, 4, 14, 3);
      case 100 -> List.of(3, 13, 30, 3);
      default ->
          throw new IllegalArgumentException(
              "IResNet comes in depths 18, 34, 50 and 100, not " + depth);
    };
  }

  /**
   * Embeds faces.
   *
   * @param image aligned faces [batch, 3, inputSize, inputSize], RGB in [-1, 1]
   * @return [batch, embedding], not normalised; compared by the cosine of the angle
   */
  @Override
  public <T> T forward(Ops<T> ops, Weights<T> w, T image, Phase<T> phase) {
    Expected.shape(ops, "image", image, 3, inputSize, inputSize);
    T x = conv(3, width, 3, 1).forward(ops, w.at("conv1"), image);
    x = new BatchNorm(width).forward(ops, w.at("bn1"), x, phase);
    x = prelu(ops, w.at("prelu"), x, width);
    int in = width;
    int side = inputSize;
    for (int stage = 0; stage < 4; stage++) {
      int out = width << stage;
      for (int i = 0; i < layers.get(stage); i++) {
        Block block = new Block(i == 0 ? in : out, out, i == 0);
        x = block.forward(ops, w.at("layer" + (stage + 1) + "." + i), x, phase);
      }
      in = out;
      side = (side + 1) / 2;
    }
    x = new BatchNorm(in).forward(ops, w.at("bn2"), x, phase);
    int flat = in * side * side;
    Init init = Init.fanIn(flat);
    T weight = w.at("fc").parameter("weight", init, embedding, flat);
    T bias = w.at("fc").parameter("bias", init, embedding);
    x = ops.linear(ops.reshape(x, -1, flat), weight, bias);
    // ArcFace keeps this scale at 1: the loss looks at angles only.
    return new BatchNorm(embedding, false).forward(ops, w.at("features"), x, phase);
  }

  private static Conv conv(int in, int out, int kernel, int stride) {
    return Conv.unbiased(in, out, kernel, stride, kernel / 2, Init.normal(0.1));
  }

  private static <T> T prelu(Ops<T> ops, Weights<T> w, T x, int channels) {
    return ops.prelu(x, w.parameter("weight", Init.constant(0.25), channels));
  }

  /**
   * Norm, 3x3, norm, PReLU, 3x3, norm, beside a skip connection.
   *
   * @param downsample whether the output has half the side (and the skip a convolution)
   */
  record Block(int in, int out, boolean downsample) {

    /**
     * @param x [batch, in, side, side]
     */
    <T> T forward(Ops<T> ops, Weights<T> w, T x, Phase<T> phase) {
      int stride = downsample ? 2 : 1;
      T main = new BatchNorm(in).forward(ops, w.at("bn1"), x, phase);
      main = conv(in, out, 3, 1).forward(ops, w.at("conv1"), main);
      main = new BatchNorm(out).forward(ops, w.at("bn2"), main, phase);
      main = prelu(ops, w.at("prelu"), main, out);
      main = conv(out, out, 3, stride).forward(ops, w.at("conv2"), main);
      main = new BatchNorm(out).forward(ops, w.at("bn3"), main, phase);
      if (!downsample) {
        return ops.add(main, x);
      }
      T skip = conv(in, out, 1, stride).forward(ops, w.at("downsample.0"), x);
      skip = new BatchNorm(out).forward(ops, w.at("downsample.1"), skip, phase);
      return ops.add(main, skip);
    }
  }
}
