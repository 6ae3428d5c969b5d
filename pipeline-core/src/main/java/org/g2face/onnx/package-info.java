/**
 * Inference: a network's definition is written down as an ONNX graph, and ONNX Runtime executes it.
 *
 * <p>The graph exists in memory only. The weights stay outside of it, in the direct buffers of
 * {@link org.g2face.tensor.Tensor}, and are handed to the runtime without a copy.
 */
package org.g2face.onnx;
