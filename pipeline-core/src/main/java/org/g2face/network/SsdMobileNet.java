package org.g2face.network;

import java.util.ArrayList;
import java.util.List;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * A face detector of a single shot (SSD, Liu et al. 2016) on MobileNet v1 (Howard et al. 2017), in
 * the form that TensorFlow's object detection API gives it, its batch norms folded into the
 * convolutions.
 */
public record SsdMobileNet() {
  /** The side of the image it takes. */
  public static final int SIDE = 512;

  /** How many boxes it weighs up. */
  public static final int ANCHORS = 5118;

  /** How a box's centre and size are scaled in what the network predicts. */
  private static final double CENTRE = 10;

  private static final double EXTENT = 5;

  /** Width of each separable convolution of the backbone; negative where it halves the side. */
  private static final int[] BACKBONE = {
    64, -128, 128, -256, 256, -512, 512, 512, 512, 512, 512, -1024, 1024
  };

  /** After this separable convolution the first head looks, at the finest grid. */
  private static final int FINE = 11;

  /** Widths of the pairs of convolutions after the backbone; each pair halves the side. */
  private static final int[][] EXTRA = {{256, 512}, {128, 256}, {128, 256}, {64, 128}};

  private static final int FINE_BOXES = 3;
  private static final int BOXES = 6;

  /**
   * What it has found, before any of it is suppressed.
   *
   * @param boxes [batch, anchors, 4]: top, left, bottom, right in shares of the image
   * @param scores [batch, anchors]: 0 to 1
   */
  public record Findings<T>(T boxes, T scores) {}

  /**
   * Searches.
   *
   * @param image [batch, 3, 512, 512], RGB in [-1, 1]
   */
  public <T> Findings<T> forward(Ops<T> ops, Weights<T> w, T image) {
    Expected.shape(ops, "image", image, 3, SIDE, SIDE);
    List<T> grids = grids(ops, w, image);
    List<T> boxes = new ArrayList<>();
    List<T> scores = new ArrayList<>();
    for (int i = 0; i < grids.size(); i++) {
      T grid = grids.get(i);
      Weights<T> head = w.at("heads." + i);
      int each = i == 0 ? FINE_BOXES : BOXES;
      boxes.add(perBox(ops, head.at("boxes"), grid, each, 4));
      scores.add(perBox(ops, head.at("scores"), grid, each, 1));
    }
    T score = ops.sigmoid(ops.concat(1, scores));
    return new Findings<>(decoded(ops, w, ops.concat(1, boxes)), ops.reshape(score, -1, ANCHORS));
  }

  /** The feature maps that the heads look at, from 32 x 32 down to 1 x 1. */
  private static <T> List<T> grids(Ops<T> ops, Weights<T> w, T image) {
    List<T> grids = new ArrayList<>();
    Weights<T> backbone = w.at("backbone");
    T x = conv(ops, backbone.at("0"), image, 32, 3, 2);
    int in = 32;
    for (int i = 1; i <= BACKBONE.length; i++) {
      int out = Math.abs(BACKBONE[i - 1]);
      Weights<T> here = backbone.at(Integer.toString(i));
      DepthwiseConv depthwise = new DepthwiseConv(in, BACKBONE[i - 1] < 0 ? 2 : 1, true);
      x = ops.clamp(depthwise.forward(ops, here.at("depthwise"), x), 0, 6);
      x = conv(ops, here.at("pointwise"), x, out, 1, 1);
      in = out;
      if (i == FINE) {
        grids.add(x);
      }
    }
    grids.add(x);
    for (int i = 0; i < EXTRA.length; i++) {
      Weights<T> here = w.at("extra." + i);
      x = conv(ops, here.at("narrow"), x, EXTRA[i][0], 1, 1);
      x = conv(ops, here.at("wide"), x, EXTRA[i][1], 3, 2);
      grids.add(x);
    }
    return grids;
  }

  private static <T> T conv(Ops<T> ops, Weights<T> w, T x, int out, int kernel, int stride) {
    int in = Math.toIntExact(ops.shape(x)[1]);
    T padded = SamePadding.of(ops, x, kernel, stride);
    return ops.clamp(Conv.biased(in, out, kernel, stride, 0).forward(ops, w, padded), 0, 6);
  }

  /** Some numbers for each box of a grid: [batch, boxes of the grid, numbers]. */
  private static <T> T perBox(Ops<T> ops, Weights<T> w, T grid, int each, int numbers) {
    long[] shape = ops.shape(grid);
    int in = Math.toIntExact(shape[1]);
    T read = Conv.biased(in, each * numbers, 1, 1, 0).forward(ops, w, grid);
    return ops.reshape(ops.transpose(read, 0, 2, 3, 1), -1, shape[2] * shape[3] * each, numbers);
  }

  /** Boxes as the anchors are moved and stretched by what was predicted. */
  private static <T> T decoded(Ops<T> ops, Weights<T> w, T predicted) {
    T anchors = ops.reshape(w.buffer("anchors", Init.zeros(), ANCHORS, 4), 1, ANCHORS, 4);
    T from = ops.slice(anchors, 2, 0, 2);
    T extent = ops.sub(ops.slice(anchors, 2, 2, 4), from);
    T middle = ops.add(from, ops.mul(extent, 0.5));
    T centre = ops.add(ops.mul(ops.mul(ops.slice(predicted, 2, 0, 2), 1 / CENTRE), extent), middle);
    T stretched = ops.exp(ops.mul(ops.slice(predicted, 2, 2, 4), 1 / EXTENT));
    T half = ops.mul(ops.mul(stretched, extent), 0.5);
    return ops.concat(2, List.of(ops.sub(centre, half), ops.add(centre, half)));
  }
}
