package org.g2face.preflight;

import org.g2face.tensor.Tensor;

/**
 * What an engine makes of a {@link Convolution}.
 *
 * @param output [batch, out, side, side]
 * @param imageGradient of the sum of the outputs, each times its cotangent; for an engine without
 *     gradients the transposed convolution of the cotangent, or null where it has none in groups
 * @param weightGradient likewise; null for an engine without gradients
 */
public record Convolved(Tensor output, Tensor imageGradient, Tensor weightGradient) {}
