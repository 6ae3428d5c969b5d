package org.g2face.train.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.g2face.ops.Shapes;
import org.g2face.tensor.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** The operations that slide a window over feature maps, kept in the order channels last. */
final class SpatialOps {
  private static final String CHANNELS_LAST = "NHWC";
  private static final float[] BINOMIAL = {1, 3, 3, 1};

  private final SameDiff graph;

  SpatialOps(SameDiff graph) {
    this.graph = graph;
  }

  Node convolution(Node x, Node weight, Node bias, int stride, int padding, int groups) {
    long[] shape = Shapes.conv2d(x.shape(), weight.shape(), stride, padding, groups);
    SDVariable from = x.withChannelsLast();
    SDVariable result;
    if (groups == 1) {
      SDVariable kernel = heightWidthInOut(weight.plain());
      Conv2DConfig config = config(weight.shape(), stride, padding);
      result =
          bias == null
              ? graph.cnn().conv2d(from, kernel, config)
              : graph.cnn().conv2d(from, kernel, bias.variable(), config);
    } else {
      result =
          groups == x.shape()[1]
              ? depthwise(from, weight, stride, padding, groups)
              : grouped(x, weight, stride, padding, groups);
      if (bias != null) {
        result = result.add(bias.variable().reshape(1, 1, 1, shape[1]));
      }
    }
    return new Node(result, true, shape);
  }

  private SDVariable depthwise(SDVariable x, Node weight, int stride, int padding, int channels) {
    long[] of = weight.shape();
    SDVariable kernel =
        weight.plain().reshape(channels, of[0] / channels, of[2], of[3]).permute(2, 3, 0, 1);
    return graph.cnn().depthWiseConv2d(x, kernel, config(of, stride, padding));
  }

  /** SameDiff has no groups between one and the number of channels. */
  private SDVariable grouped(Node x, Node weight, int stride, int padding, int groups) {
    long[] of = weight.shape();
    long[] from = x.shape();
    int out = (int) (of[0] / groups);
    List<SDVariable> parts = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      SDVariable part =
          graph.slice(
              x.withChannelsLast(),
              new int[] {0, 0, 0, (int) (g * of[1])},
              (int) from[0],
              (int) from[2],
              (int) from[3],
              (int) of[1]);
      SDVariable kernel =
          graph.slice(
              weight.plain(),
              new int[] {g * out, 0, 0, 0},
              out,
              (int) of[1],
              (int) of[2],
              (int) of[3]);
      parts.add(graph.cnn().conv2d(part, heightWidthInOut(kernel), config(of, stride, padding)));
    }
    return graph.concat(3, parts.toArray(SDVariable[]::new));
  }

  private static SDVariable heightWidthInOut(SDVariable weight) {
    return weight.permute(2, 3, 1, 0);
  }

  private static Conv2DConfig config(long[] weight, int stride, int padding) {
    return Conv2DConfig.builder()
        .kH(weight[2])
        .kW(weight[3])
        .sH(stride)
        .sW(stride)
        .pH(padding)
        .pW(padding)
        .dataFormat(CHANNELS_LAST)
        .build();
  }

  Node transposedConvolution(Node x, Node weight, int stride, int padding) {
    long[] shape = Shapes.convTranspose2d(x.shape(), weight.shape(), stride, padding);
    DeConv2DConfig config =
        DeConv2DConfig.builder()
            .kH(weight.shape()[2])
            .kW(weight.shape()[3])
            .sH(stride)
            .sW(stride)
            .pH(padding)
            .pW(padding)
            .dataFormat(CHANNELS_LAST)
            .build();
    SDVariable kernel = weight.plain().permute(2, 3, 1, 0);
    return new Node(graph.cnn().deconv2d(x.withChannelsLast(), kernel, config), true, shape);
  }

  Node blur(Node x, int before, int after, double gain) {
    long[] shape = Shapes.blur(x.shape(), before, after);
    Node padded = before == after ? x : pad(x, before, after, before, after, 0);
    INDArray kernel = binomial(gain).reshape(4, 4, 1, 1);
    SDVariable channels = graph.constant(Nd4j.tile(kernel, 1, 1, (int) shape[1], 1));
    Conv2DConfig config = config(new long[] {0, 0, 4, 4}, 1, before == after ? before : 0);
    return new Node(
        graph.cnn().depthWiseConv2d(padded.withChannelsLast(), channels, config), true, shape);
  }

  /** There is no depthwise transposed convolution, so each channel is an image of its own. */
  Node upsample2x(Node x) {
    long[] from = x.shape();
    long[] shape = {from[0], from[1], 2 * from[2], 2 * from[3]};
    DeConv2DConfig config =
        DeConv2DConfig.builder().kH(4).kW(4).sH(2).sW(2).pH(1).pW(1).dataFormat("NCHW").build();
    SDVariable images = x.plain().reshape(from[0] * from[1], 1, from[2], from[3]);
    SDVariable kernel = graph.constant(binomial(4).reshape(4, 4, 1, 1));
    return new Node(graph.cnn().deconv2d(images, kernel, config).reshape(shape), false, shape);
  }

  private static INDArray binomial(double gain) {
    float[] kernel = new float[16];
    for (int i = 0; i < 16; i++) {
      kernel[i] = (float) (BINOMIAL[i / 4] * BINOMIAL[i % 4] / 64 * gain);
    }
    return Nd4j.createFromArray(kernel);
  }

  Node average(Node x, int kernel, int stride) {
    long[] shape = Shapes.pool(x.shape(), kernel, stride, 0, false);
    return new Node(
        graph.cnn().avgPooling2d(x.withChannelsLast(), pooling(kernel, stride)), true, shape);
  }

  Node maximum(Node x, int kernel, int stride, int padding, boolean ceil) {
    long[] shape = Shapes.pool(x.shape(), kernel, stride, padding, ceil);
    int bottom = missing(shape[2], x.shape()[2], kernel, stride, padding);
    int right = missing(shape[3], x.shape()[3], kernel, stride, padding);
    Node padded =
        padding == 0 && bottom == 0 && right == 0
            ? x
            : pad(x, padding, bottom, padding, right, -Float.MAX_VALUE);
    return new Node(
        graph.cnn().maxPooling2d(padded.withChannelsLast(), pooling(kernel, stride)), true, shape);
  }

  /** What has to be added after an extent for the windows to fit. */
  private static int missing(long windows, long extent, int kernel, int stride, int padding) {
    return (int) Math.max(0, (windows - 1) * stride + kernel - extent - padding);
  }

  private static Pooling2DConfig pooling(int kernel, int stride) {
    return Pooling2DConfig.builder()
        .kH(kernel)
        .kW(kernel)
        .sH(stride)
        .sW(stride)
        .isNHWC(true)
        .build();
  }

  Node resample(Node x, Tensor rows, Tensor columns) {
    long[] from = x.shape();
    long[] shape = Shapes.resample(from, rows.shape(), columns.shape());
    long images = from[0] * from[1];
    SDVariable lines = x.plain().reshape(images * from[2], from[3]);
    SDVariable wide = timesTransposed(lines, columns).reshape(images, from[2], shape[3]);
    SDVariable upright = wide.permute(0, 2, 1).reshape(images * shape[3], from[2]);
    SDVariable turned = timesTransposed(upright, rows);
    return new Node(
        turned.reshape(from[0], from[1], shape[3], shape[2]).permute(0, 1, 3, 2), false, shape);
  }

  private SDVariable timesTransposed(SDVariable lines, Tensor matrix) {
    return graph.mmul(lines, graph.constant(HostArrays.toArray(matrix)), false, true, false);
  }

  Node pad(Node x, int top, int bottom, int left, int right, double value) {
    long[] shape = Shapes.pad(x.shape(), top, bottom, left, right);
    int[][] amounts = new int[4][2];
    amounts[x.axis(2)] = new int[] {top, bottom};
    amounts[x.axis(3)] = new int[] {left, right};
    SDVariable around = graph.constant(Nd4j.createFromArray(amounts));
    return new Node(graph.nn().pad(x.variable(), around, value), x.channelsLast(), shape);
  }
}
