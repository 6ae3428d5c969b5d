package org.g2face.network;

import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/**
 * A face recogniser: aligned faces to embeddings that are compared by the cosine of their angle.
 */
public sealed interface IdentityNetwork permits IResNet, MobileFaceNet {

  /** The length of an embedding. */
  int embedding();

  /** The side of the image it takes. */
  int inputSize();

  /**
   * Embeds faces.
   *
   * @param image aligned faces [batch, 3, inputSize, inputSize], normalised as the network wants it
   * @return [batch, embedding]
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T image, Phase<T> phase);

  /** The embedding of a frozen network. */
  default <T> T forward(Ops<T> ops, Weights<T> w, T image) {
    return forward(ops, w, image, Phase.inference());
  }
}
