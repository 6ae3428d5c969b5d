package org.g2face.network;

import java.util.List;
import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * dlib's face recogniser (King 2017): a residual network of 29 convolutions that embeds a face in
 * 128 numbers, its channel-wise scales folded into the convolutions.
 *
 * <p>Embeddings were trained by a margin of Euclidean distances: two pictures of one person are
 * less than 0.6 apart.
 *
 * @see <a href="http://blog.dlib.net/2017/02/high-quality-face-recognition-with-deep.html">dlib's
 *     description</a>
 */
public record FaceResNet() {
  /** The length of an embedding. */
  public static final int EMBEDDING = 128;

  /** The side of the image it takes. */
  public static final int SIDE = 150;

  /** Residual blocks of one width, of which the first may halve the side. */
  private record Stage(int in, int out, int blocks, boolean halves) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(32, 32, 3, false),
          new Stage(32, 64, 4, true),
          new Stage(64, 128, 3, true),
          new Stage(128, 256, 3, true),
          new Stage(256, 256, 1, true));

  /**
   * Embeds faces.
   *
   * @param image [batch, 3, 150, 150], RGB in [-1, 1]: faces from above the brows to the chin, as
   *     dlib's face chips of padding 0.25 show them
   * @return [batch, 128], of no fixed length
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T image) {
    Expected.shape(ops, "image", image, 3, SIDE, SIDE);
    T x = FaceMean.centred(ops, image);
    x = ops.relu(Conv.biased(3, 32, 7, 2, 0).forward(ops, w.at("stem"), x));
    x = ops.maxPool2d(x, 3, 2, 0, false);
    int block = 0;
    for (Stage stage : STAGES) {
      for (int i = 0; i < stage.blocks(); i++) {
        Weights<T> here = w.at("blocks." + block++);
        boolean first = i == 0;
        x = residual(ops, here, x, first ? stage.in() : stage.out(), stage, first);
      }
    }
    Init init = Init.fanIn(EMBEDDING * 2);
    T weight = w.parameter("embedding.weight", init, EMBEDDING, 2 * EMBEDDING);
    return ops.linear(ops.mean(x, false, 2, 3), weight, null);
  }

  private static <T> T residual(Ops<T> ops, Weights<T> w, T x, int in, Stage stage, boolean first) {
    int out = stage.out();
    boolean halved = first && stage.halves();
    Conv entry = halved ? Conv.biased(in, out, 3, 2, 0) : Conv.biased(in, out, 3, 1, 1);
    T y = ops.relu(entry.forward(ops, w.at("conv1"), x));
    y = Conv.biased(out, out, 3, 1, 1).forward(ops, w.at("conv2"), y);
    return ops.relu(
        halved
            ? ops.add(widened(ops, ops.avgPool2d(x, 2, 2), out), fitted(ops, y, x))
            : ops.add(x, y));
  }

  /** Zeros as further channels. */
  private static <T> T widened(Ops<T> ops, T x, int channels) {
    return ops.shape(x)[1] == channels ? x : ops.concat(1, List.of(x, ops.mul(x, 0)));
  }

  /** A row and a column of zeros where the unpadded convolution has come out smaller than half. */
  private static <T> T fitted(Ops<T> ops, T y, T x) {
    int missing = Math.toIntExact(ops.shape(x)[2] / 2 - ops.shape(y)[2]);
    return missing == 0 ? y : ops.pad(y, 0, missing, 0, missing);
  }
}
