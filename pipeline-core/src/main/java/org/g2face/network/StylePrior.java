package org.g2face.network;

import java.util.Collections;
import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * StyleGAN2 (Karras et al. 2020): faces of nobody from random numbers. Its synthesis has the layers
 * of a {@link Generator} that know nothing of a face to change or of bits to hide, under the same
 * names, so that a generator can start from it.
 *
 * @param generator whose size, channels and style length it has
 */
public record StylePrior(Generator generator) {
  private static final int LAYERS = 8;
  private static final double RATE = 0.01;
  private static final double EPSILON = 1e-8;

  /** The modules of the mapping, which a generator has not. */
  private static final String MAPPING = "style";

  /** Whether a weight is one that a generator has, too. */
  public static boolean shared(String weight) {
    return !weight.startsWith(MAPPING + ".");
  }

  /** The length of the random vector, and of a style. */
  public int latent() {
    return generator.styleDim();
  }

  /**
   * Random numbers to styles.
   *
   * @param z standard normal [batch, latent()]
   * @return [batch, latent()]
   */
  public <T> T map(Ops<T> ops, Weights<T> w, T z) {
    Expected.shape(ops, "random vector", z, latent());
    T power = ops.mean(ops.square(z), true, 1);
    T x = ops.mul(z, ops.rsqrt(ops.add(power, EPSILON)));
    for (int layer = 0; layer < LAYERS; layer++) {
      EqualLinear linear = new EqualLinear(latent(), latent(), 0, RATE);
      x = linear.activated(ops, w.at(MAPPING + "." + layer), x);
    }
    return x;
  }

  /**
   * Draws faces.
   *
   * @param style [batch, latent()], for all resolutions
   * @param noise standard normal maps [batch, 1, side, side] for {@link Generator#noiseSides()}, or
   *     null for none
   * @return [batch, 3, size, size], RGB, about [-1, 1] but not limited to it
   */
  public <T> T draw(Ops<T> ops, Weights<T> w, T style, List<T> noise) {
    Expected.shape(ops, "style", style, latent());
    T one = ops.reshape(style, -1, 1, latent());
    T styles = ops.concat(1, Collections.nCopies(generator.styles(), one));
    StyledLayers<T> layers = new StyledLayers<>(ops, w, styles, noise);
    Channels channels = generator.channels();
    int c = channels.of(4);
    T x = layers.styled("conv1", new StyledConv(c, c, latent(), false), layers.constant(c), 0);
    T rgb = layers.rgb("to_rgb1", x, 1, null);
    int position = 1;
    for (int side = 8; side <= generator.size(); side *= 2) {
      int in = channels.of(side / 2);
      int out = channels.of(side);
      int k = position - 1;
      StyledConv up = new StyledConv(in, out, latent(), true);
      x = layers.styled("convs." + k, up, x, position);
      StyledConv same = new StyledConv(out, out, latent(), false);
      x = layers.styled("convs." + (k + 1), same, x, position + 1);
      rgb = layers.rgb("to_rgbs." + k / 2, x, position + 2, rgb);
      position += 2;
    }
    return rgb;
  }
}
