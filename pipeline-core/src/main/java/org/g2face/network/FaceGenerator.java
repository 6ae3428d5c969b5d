package org.g2face.network;

import java.util.Collections;
import java.util.List;
import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * A network that draws a face of a given identity into a picture, with hidden bits in it. The same
 * one anonymizes (the identity of a dummy, bits of the original one) and recovers (the original's
 * identity).
 */
public sealed interface FaceGenerator permits Generator, InpaintingGenerator {

  /** The side of the pictures: a power of two. */
  int size();

  /** How many feature maps it has at each resolution. */
  Channels channels();

  /** The length of one style vector. */
  int styleDim();

  /** The side of its largest feature maps. */
  int resolution();

  /** How many style vectors an image takes. */
  default int styles() {
    return 2 * Resolution.log2(resolution()) - 2;
  }

  /** How many bits an image hides: one for every 2x2 pixels, 16384 at size 256. */
  default int bits() {
    return size() / 2 * (size() / 2);
  }

  /** The sides of the noise maps in the order they are used: 4, 8, 8, 16, 16, ... */
  default List<Integer> noiseSides() {
    return Resolution.upTo(resolution()).stream()
        .flatMap(side -> Collections.nCopies(side == 4 ? 1 : 2, side).stream())
        .toList();
  }

  /**
   * What a picture is drawn from.
   *
   * @param image [batch, 3, size, size], RGB in [-1, 1]
   * @param styles [batch, styles(), styleDim]
   * @param geometry the geometry prior [batch, numbers]; only an {@link InpaintingGenerator} needs
   *     it
   * @param bits [batch, bits()], each 0 or 1; null for none, which only an {@link
   *     InpaintingGenerator} can do
   * @param code a {@link FaceCode}'s bits, each -1 or 1, or 0 for a face without; null for none
   * @param noise standard normal maps [batch, 1, side, side] for {@link #noiseSides()}, or null for
   *     none, which makes the result repeatable
   */
  record Input<T>(T image, T styles, T geometry, T bits, T code, List<T> noise) {}

  /**
   * Draws faces.
   *
   * @return [batch, 3, size, size], RGB, about [-1, 1] but not limited to it
   */
  <T> T forward(Ops<T> ops, Weights<T> w, Input<T> input);
}
