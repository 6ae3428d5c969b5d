package org.g2face.payload;

/**
 * The noise that the generator's styled convolutions add, drawn like {@link DummyLatent} from a key
 * and an image's id, so that a rerun paints the same hair and pores.
 */
public final class StyleNoise {
  private final KeyedRandom random;

  /**
   * @param key secret bytes, at least one; the dummy latents' key will do, the draws are
   *     independent
   */
  public StyleNoise(byte[] key) {
    this.random = new KeyedRandom(key);
  }

  /**
   * @param layer which of the styled convolutions, from 0 in the order in which they run
   * @param side height and width of its feature map
   * @return {@code side * side} numbers from N(0, 1), row by row
   */
  public float[] of(String id, int layer, int side) {
    return random.normals(Math.multiplyExact(side, side), "noise", id, Integer.toString(layer));
  }
}
