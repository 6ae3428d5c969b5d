/**
 * Networks on libtorch: eager execution on CPU or CUDA, with gradients of any order.
 *
 * <p>Values are native memory. Code that computes opens a {@code PointerScope}, which frees every
 * value made within it; weights live on until their {@code TorchWeights} is closed.
 */
package org.g2face.train.torch;
