/**
 * What happens to an anonymized picture before somebody reads its hidden bits: rounding, noise,
 * resizing, JPEG. Each is differentiable, so that the generator learns to hide bits that survive.
 */
package org.g2face.train.channel;
