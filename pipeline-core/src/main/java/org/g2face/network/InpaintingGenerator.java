package org.g2face.network;

import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;
import org.g2face.tensor.Tensor;

/**
 * A generator that never sees the face which it replaces (as DeepPrivacy, Hukkelås et al. 2019, and
 * CIAGAN, Maximov et al. 2020): it is given the picture with the face concealed, landmark heatmaps,
 * and an identity. Fusion masks, hidden bits and styles are those of the published {@link
 * Generator}.
 *
 * <p>What it draws is added to the concealed picture, at full strength inside the face's region and
 * at a fraction outside, which carries the hidden bits; so the background stays. Its contribution
 * is scaled by the concealed picture's contrast, in luma and chroma: dark pictures stay dark, grey
 * ones grey. It works at half the picture's side, each 2 x 2 pixels being channels.
 *
 * @param size the side of the picture: a power of two
 * @param channels must reach from 4 to half the size
 * @param styleDim the length of one style vector
 * @param region the face's part of the crop
 * @param landmarks draws the heatmaps
 * @param code what recovery may be told of the face besides its embedding; null for nothing
 */
public record InpaintingGenerator(
    int size,
    Channels channels,
    int styleDim,
    FaceRegion region,
    LandmarkMap landmarks,
    FaceCode code)
    implements FaceGenerator {
  /** How strongly it may change pixels outside of the region, for the hidden bits. */
  private static final double OUTSIDE = 0.06;

  /** The resolution at which a code of the face comes in. */
  private static final int CODED = 16;

  private static final double EPSILON = 1e-6;
  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

  /** Y, Cb, Cr to R, G, B (ITU-R BT.601). */
  private static final float[] TO_RGB = {1, 0, 1.402f, 1, -0.344136f, -0.714136f, 1, 1.772f, 0};

  public InpaintingGenerator {
    Expected.positive("style length", styleDim);
    channels.requireUpTo(size / 2);
    if (code != null && !code.region().equals(region)) {
      throw new IllegalArgumentException("the face code describes another region than the face's");
    }
  }

  @Override
  public int resolution() {
    return size / 2;
  }

  @Override
  public <T> T forward(Ops<T> ops, Weights<T> w, Input<T> input) {
    Expected.shape(ops, "image", input.image(), 3, size, size);
    Expected.shape(ops, "styles", input.styles(), styles(), styleDim);
    T concealed = region.conceal(ops, input.image());
    T maps = landmarks.forward(ops, w.at("landmarks"), input.geometry(), resolution());
    T seen = ops.concat(1, List.of(PixelShuffle.unshuffle(ops, concealed), maps));
    List<T> context =
        new ContextEncoder(resolution(), channels).forward(ops, w.at("context"), seen);
    T drawn = new Pass<>(ops, w, this, input, context).run();
    T rgb =
        ops.conv2d(scaled(ops, drawn, concealed), constant(ops, TO_RGB, 3, 3, 1, 1), null, 1, 0, 1);
    return ops.add(concealed, ops.mul(rgb, ops.constant(strength())));
  }

  /** Luma by the deviation of the concealed picture's luma, chroma by that of its chroma. */
  private static <T> T scaled(Ops<T> ops, T drawn, T concealed) {
    T weights = constant(ops, LUMA, 1, 3, 1, 1);
    T luma = ops.conv2d(concealed, weights, null, 1, 0, 1);
    T centred = ops.sub(luma, ops.mean(luma, true, 2, 3));
    T chroma = ops.sub(concealed, luma);
    T contrast = ops.clamp(deviation(ops, centred), 0.1, 1);
    T colour = ops.clamp(deviation(ops, chroma), 0.005, 1);
    return ops.concat(
        1,
        List.of(
            ops.mul(ops.slice(drawn, 1, 0, 1), ops.mul(contrast, 0.5)),
            ops.mul(ops.slice(drawn, 1, 1, 3), colour)));
  }

  private static <T> T deviation(Ops<T> ops, T x) {
    T variance = ops.mean(ops.square(x), true, 1, 2, 3);
    return ops.sqrt(ops.add(variance, EPSILON));
  }

  private Tensor strength() {
    float[] mask = region.mask(size).toArray();
    for (int i = 0; i < mask.length; i++) {
      mask[i] += (float) (OUTSIDE * (1 - mask[i]));
    }
    return Tensor.of(mask, 1, 1, size, size);
  }

  private static <T> T constant(Ops<T> ops, float[] values, long... shape) {
    return ops.constant(Tensor.of(values, shape));
  }

  /** StyleGAN2's synthesis, into which context, bits and code are mixed. */
  private record Pass<T>(
      Ops<T> ops, Weights<T> w, InpaintingGenerator net, Input<T> input, List<T> context) {

    /** Luma and chroma to add to the concealed picture, [batch, 3, size, size]. */
    T run() {
      StyledLayers<T> synthesis = new StyledLayers<>(ops, w, input.styles(), input.noise());
      int style = net.styleDim();
      int c = net.channels().of(4);
      T x = fuse(0, synthesis.constant(c), null);
      x = synthesis.styled("conv1", new StyledConv(c, c, style, false), x, 0);
      T rgb = synthesis.rgb("to_rgb1", x, 1, null);
      int in = c;
      for (int k = 0, side = 8; side <= net.resolution(); k++, side *= 2) {
        int out = net.channels().of(side);
        x = synthesis.styled("convs." + 2 * k, new StyledConv(in, out, style, true), x, 2 * k + 1);
        x = fuse(k + 1, x, hidden(2 * k, side, x));
        x = told(x, k, side);
        StyledConv same = new StyledConv(out, out, style, false);
        x = synthesis.styled("convs." + (2 * k + 1), same, x, 2 * k + 2);
        if (side < net.resolution()) {
          rgb = synthesis.rgb("to_rgbs." + k, x, 2 * k + 3, rgb);
        } else {
          T fine = synthesis.colours("to_rgbs." + k, x, 2 * k + 3, 12);
          T coarse = ops.upsample2x(ops.upsample2x(rgb));
          rgb = ops.add(coarse, PixelShuffle.shuffle(ops, fine));
        }
        in = out;
      }
      return rgb;
    }

    /** With the bits to hide, and the code of the face where there is one. */
    private T told(T x, int k, int side) {
      T y = input.bits() == null ? x : ops.add(x, injected(2 * k + 1, side));
      if (side != CODED || net.code() == null || input.code() == null) {
        return y;
      }
      int out = net.channels().of(side);
      return ops.add(y, net.code().decode(ops, w.at("code"), input.code(), out, side));
    }

    private T hidden(int index, int side, T like) {
      if (input.bits() != null) {
        return injected(index, side);
      }
      Tensor none = Tensor.filled(0, 1, net.channels().of(side), side, side);
      return ops.repeatBatch(ops.constant(none), like);
    }

    private T injected(int index, int side) {
      T signs = ops.add(ops.mul(input.bits(), 2), -1);
      return new PayloadInjection(side, net.bits(), net.channels().of(side))
          .forward(ops, w.at("hiding_injects." + index), signs);
    }

    /** mask * generated + (1 - mask) * context. */
    private T fuse(int level, T generated, T hidden) {
      T seen = context.get(level);
      List<T> parts = hidden == null ? List.of(generated, seen) : List.of(generated, seen, hidden);
      int out = Math.toIntExact(ops.shape(seen)[1]);
      T mask =
          new FusionMask(parts.size() * out, out)
              .forward(ops, w.at("fusion_mask." + level), ops.concat(1, parts));
      return ops.add(seen, ops.mul(mask, ops.sub(generated, seen)));
    }
  }
}
