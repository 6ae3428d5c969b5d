package org.g2face.payload;

/**
 * The scheme by which identities are hidden: a job's choice, made to fit whatever model it runs.
 *
 * <p>{@code Ieee754Codec::new} is one.
 */
@FunctionalInterface
public interface PayloadScheme {
  /**
   * A codec of this scheme for a model.
   *
   * @param capacity bits that the model's pictures hold
   * @param identitySize coordinates of the model's embeddings
   * @throws IllegalArgumentException if identities of this size do not fit, with the numbers
   */
  PayloadCodec fit(int capacity, int identitySize);
}
