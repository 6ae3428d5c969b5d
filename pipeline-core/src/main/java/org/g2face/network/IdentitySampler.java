package org.g2face.network;

import org.g2face.ops.Ops;
import org.g2face.ops.Weights;

/** A source of dummy identities: random numbers to the embedding of a person who does not exist. */
public sealed interface IdentitySampler permits DummyIdentity, GaussianIdentity {

  /** The length of an identity embedding, and of the random vector. */
  int size();

  /**
   * Invents identities.
   *
   * @param z standard normal [batch, size]
   * @return [batch, size], on the scale of the identity network's embeddings
   */
  <T> T forward(Ops<T> ops, Weights<T> w, T z, Phase<T> phase);
}
