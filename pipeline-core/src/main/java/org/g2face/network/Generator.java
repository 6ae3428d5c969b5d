package org.g2face.network;

import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * The generator of G2Face: StyleGAN2's synthesis from 4x4 upwards, into which the encoded face and
 * the hidden bits are mixed at every resolution.
 *
 * <p>The same network anonymizes (styles of a dummy identity, bits of the original one) and
 * recovers (styles of the original identity).
 *
 * @param size the side of the image: a power of two
 * @param channels must reach from 4 to the size
 * @param styleDim the length of one style vector
 */
public record Generator(int size, Channels channels, int styleDim) implements FaceGenerator {

  public Generator {
    channels.requireUpTo(size);
    Expected.positive("style length", styleDim);
  }

  @Override
  public int resolution() {
    return size;
  }

  @Override
  public <T> T forward(Ops<T> ops, Weights<T> w, Input<T> input) {
    return forward(ops, w, input.image(), input.styles(), input.bits(), input.noise());
  }

  /**
   * Generates faces.
   *
   * @param image [batch, 3, size, size], RGB in [-1, 1]
   * @param styles [batch, styles(), styleDim]
   * @param bits [batch, bits()], each 0 or 1
   * @param noise standard normal maps [batch, 1, side, side] for {@link #noiseSides()}, or null for
   *     none, which makes the result repeatable
   * @return [batch, 3, size, size], RGB, about [-1, 1] but not limited to it
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T image, T styles, T bits, List<T> noise) {
    Expected.shape(ops, "image", image, 3, size, size);
    Expected.shape(ops, "styles", styles, styles(), styleDim);
    Expected.shape(ops, "bits", bits, bits());
    List<Integer> sides = noiseSides();
    if (noise != null && noise.size() != sides.size()) {
      throw new IllegalArgumentException(
          noise.size() + " noise maps where " + sides.size() + " fit, of sides " + sides);
    }
    List<T> faces = new FaceEncoder(size, channels).forward(ops, w.at("pyramid"), image);
    StyledLayers<T> synthesis = new StyledLayers<>(ops, w, styles, noise);

    int lowest = faces.size() - 1;
    int c = channels.of(4);
    T x = fuse(ops, w, lowest, synthesis.constant(c), faces.get(lowest), null);
    x = synthesis.styled("conv1", new StyledConv(c, c, styleDim, false), x, 0);
    T rgb = synthesis.rgb("to_rgb1", x, 1, null);

    for (int k = 0; k < lowest; k++) {
      int side = 8 << k;
      int level = lowest - 1 - k;
      int in = channels.of(side / 2);
      int out = channels.of(side);
      boolean hides = side < size;
      T hidden = hides ? inject(ops, w, 2 * k, side, bits) : null;
      StyledConv up = new StyledConv(in, out, styleDim, true);
      x = synthesis.styled("convs." + 2 * k, up, x, 2 * k + 1);
      x = fuse(ops, w, level, x, faces.get(level), hidden);
      if (hides) {
        x = ops.add(x, inject(ops, w, 2 * k + 1, side, bits));
      }
      StyledConv same = new StyledConv(out, out, styleDim, false);
      x = synthesis.styled("convs." + (2 * k + 1), same, x, 2 * k + 2);
      rgb = synthesis.rgb("to_rgbs." + k, x, 2 * k + 3, rgb);
    }
    return rgb;
  }

  /** Two injections per resolution: the even one informs the mask, the odd one is added. */
  private <T> T inject(Ops<T> ops, Weights<T> w, int index, int side, T bits) {
    return new PayloadInjection(side, bits(), channels.of(side))
        .forward(ops, w.at("hiding_injects." + index), bits);
  }

  /**
   * mask * generated + (1 - mask) * face. The paper's Eq. 8 has the two factors the other way
   * round; the authors' checkpoints are trained with these.
   *
   * @param level 0 for the full size
   * @param hidden or null where no bits are injected
   */
  private <T> T fuse(Ops<T> ops, Weights<T> w, int level, T generated, T face, T hidden) {
    List<T> parts = hidden == null ? List.of(generated, face) : List.of(generated, face, hidden);
    T joined = ops.concat(1, parts);
    int out = channels.of(size >> level);
    T mask =
        new FusionMask(parts.size() * out, out).forward(ops, w.at("fusion_mask." + level), joined);
    return ops.add(face, ops.mul(mask, ops.sub(generated, face)));
  }
}
