/**
 * What is hidden in a picture, and what replaces it.
 *
 * <p>A password is the original identity as bits that the generator paints into the new face and
 * the extractor reads again. A dummy latent is the seed of the new identity; it follows from a key
 * and the image's id alone, so that a rerun draws the same face.
 */
package org.g2face.password;
