/**
 * Differentiable augmentation: pictures are varied at random before a discriminator or a recogniser
 * sees them, so that neither is fooled by a pattern that only one view has.
 */
package org.g2face.train.augment;
