/**
 * Gradients for the networks of {@code org.g2face.network}. Two engines compute them, libtorch in
 * {@code torch} and ND4J's SameDiff in {@code nd4j}; what they share is here.
 */
package org.g2face.train;
