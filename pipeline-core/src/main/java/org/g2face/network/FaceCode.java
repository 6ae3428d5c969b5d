package org.g2face.network;

import org.g2face.ops.Init;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;

/**
 * A learned binary code of the face: what an embedding cannot tell, in a few bits for each place.
 * The encoder's side is a network of its own; the decoder's side feeds a generator.
 *
 * @param region which part of the crop it describes
 * @param channels bits at each place
 * @param side places along each side of the region's box; a multiple of 4 gives the least padding
 */
public record FaceCode(FaceRegion region, int channels, int side) {
  private static final int FIRST = 24;
  private static final int SECOND = 64;
  private static final int LAST = 128;

  public FaceCode {
    Expected.positive("number of bits at each place of a face code", channels);
    Expected.positive("number of places of a face code", side);
  }

  /** How many bits it has. */
  public int bits() {
    return channels * side * side;
  }

  /**
   * Encodes faces.
   *
   * @param image [batch, 3, size, size], RGB in [-1, 1]
   * @return logits [batch, bits()]: a bit is 1 where its logit is positive
   */
  public <T> T encode(Ops<T> ops, Weights<T> w, T image) {
    int pixels = 8 * side;
    T x =
        new Alignment.Box(
                region.left(), region.top(), region.right(), region.bottom(), pixels, pixels)
            .forward(ops, image);
    x = halved(ops, w.at("0"), x, 3, FIRST);
    x = halved(ops, w.at("1"), x, FIRST, SECOND);
    x = halved(ops, w.at("2"), x, SECOND, LAST);
    T more = Conv.biased(LAST, LAST, 3, 1, 1).forward(ops, w.at("3"), x);
    x = ops.add(x, ops.leakyRelu(more, 0.2));
    T logits = Conv.biased(LAST, channels, 1, 1, 0).forward(ops, w.at("4"), x);
    return ops.reshape(logits, -1, bits());
  }

  private static <T> T halved(Ops<T> ops, Weights<T> w, T x, int in, int out) {
    return ops.leakyRelu(Conv.biased(in, out, 4, 2, 1).forward(ops, w, x), 0.2);
  }

  /**
   * Brings a code into a generator's feature maps. It has no biases, so that no code, which is all
   * zeros, adds nothing.
   *
   * @param code [batch, bits()], each -1 or 1, or all of an image 0 for none
   * @param out how many feature maps
   * @param resolution the side of those feature maps
   * @return [batch, out, resolution, resolution]
   */
  <T> T decode(Ops<T> ops, Weights<T> w, T code, int out, int resolution) {
    T x = ops.reshape(code, -1, channels, side, side);
    x = unbiased(channels, out).forward(ops, w.at("0"), x);
    x = ops.leakyRelu(x, 0.2);
    Tensor rows = placed(resolution, region.top(), region.bottom());
    Tensor columns = placed(resolution, region.left(), region.right());
    return unbiased(out, out).forward(ops, w.at("1"), ops.resample(x, rows, columns));
  }

  private static Conv unbiased(int in, int out) {
    return Conv.unbiased(in, out, 3, 1, 1, Init.fanIn(9L * in));
  }

  /** From the places of the box to those of the whole crop: [to, side], rows of 0 outside. */
  private Tensor placed(int to, double start, double end) {
    float[] weights = new float[to * side];
    for (int i = 0; i < to; i++) {
      double place = ((i + 0.5) / to - start) / (end - start) * side - 0.5;
      if (place < -0.5 || place > side - 0.5) {
        continue;
      }
      double inside = Math.min(Math.max(place, 0), side - 1);
      int low = (int) inside;
      int high = Math.min(low + 1, side - 1);
      weights[i * side + low] += (float) (1 - (inside - low));
      weights[i * side + high] += (float) (inside - low);
    }
    return Tensor.of(weights, to, side);
  }
}
