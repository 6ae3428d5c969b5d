package org.g2face.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * Identity and geometry to the generator's styles: one mapping each for the coarse, the middle and
 * the fine resolutions.
 *
 * @param identity the length of an identity embedding
 * @param geometry the length of a geometry prior
 * @param styleDim the length of one style vector
 * @param low how many style vectors, from the coarsest on, are the first mapping's
 * @param middle how many after those are the second's
 * @param high how many last ones are the third's
 */
public record StyleMapper(int identity, int geometry, int styleDim, int low, int middle, int high) {
  private static final int LAYERS = 4;
  private static final double RATE = 0.01;
  private static final double EPSILON = 1e-8;

  public StyleMapper {
    Expected.positive("identity length", identity);
    Expected.positive("geometry length", geometry);
    Expected.positive("style length", styleDim);
    Expected.positive("number of low styles", low);
    Expected.positive("number of middle styles", middle);
    Expected.positive("number of high styles", high);
  }

  /** For a generator: 2 high styles, the others in halves; 6, 6 and 2 at size 256. */
  public static StyleMapper to(FaceGenerator generator, int identity, int geometry) {
    int high = 2;
    int low = (generator.styles() - high) / 2;
    int middle = generator.styles() - high - low;
    return new StyleMapper(identity, geometry, generator.styleDim(), low, middle, high);
  }

  /** How many style vectors it makes. */
  public int styles() {
    return low + middle + high;
  }

  /**
   * Maps.
   *
   * @param identity [batch, identity], not normalised
   * @param geometry [batch, geometry]
   * @return [batch, styles(), styleDim]
   */
  public <T> T forward(Ops<T> ops, Weights<T> w, T identity, T geometry) {
    Expected.shape(ops, "identity", identity, this.identity);
    Expected.shape(ops, "geometry", geometry, this.geometry);
    T latent = ops.concat(1, List.of(identity, geometry));
    T power = ops.mean(ops.square(latent), true, 1);
    T normed = ops.mul(latent, ops.rsqrt(ops.add(power, EPSILON)));
    List<T> all = new ArrayList<>();
    all.addAll(Collections.nCopies(low, mapping(ops, w.at("style_low"), normed)));
    all.addAll(Collections.nCopies(middle, mapping(ops, w.at("style_middle"), normed)));
    all.addAll(Collections.nCopies(high, mapping(ops, w.at("style_high"), normed)));
    return ops.concat(1, all);
  }

  private <T> T mapping(Ops<T> ops, Weights<T> w, T latent) {
    T x = latent;
    for (int layer = 0; layer < LAYERS; layer++) {
      int in = layer == 0 ? identity + geometry : styleDim;
      EqualLinear linear = new EqualLinear(in, styleDim, 0, RATE);
      x = linear.activatedWithBiasTwice(ops, w.at(Integer.toString(layer)), x);
    }
    return ops.reshape(x, -1, 1, styleDim);
  }
}
