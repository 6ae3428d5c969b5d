/**
 * Every network of the system, each written once over {@link org.g2face.ops.Ops}.
 *
 * <p>A network is a record that holds its architecture; its {@code forward} asks {@link
 * org.g2face.ops.Weights} for weights under the names of the authors' checkpoints. Sizes are
 * configuration throughout: a compact model is the same code with smaller numbers.
 */
package org.g2face.network;
