/**
 * What is hidden in a picture, and what replaces it.
 *
 * <p>A password is the original identity as bits that the generator paints into the new face and
 * the extractor reads again: sealed with a key ({@link org.g2face.payload.SealedCodec}), in the
 * clear as published ({@link org.g2face.payload.Ieee754Codec}), or nothing at all ({@link
 * org.g2face.payload.NoPayload}). A dummy latent is the seed of the new identity; it follows from a
 * key and the image's id alone, so that a rerun draws the same face.
 */
package org.g2face.payload;
