/**
 * Networks on ND4J's SameDiff: a graph is written once, for a fixed batch, and run many times, with
 * the gradients of a loss.
 *
 * <p>Some gradients of ND4J 1.0.0-M2.1 are wrong or throw (gather, batch norm, variance, padded
 * average pooling, up-sampling of channels-last images, a matrix product of one row and one column,
 * convolution weights in any order but height, width, in, out). Operations here are composed of the
 * others only.
 */
package org.g2face.train.nd4j;
