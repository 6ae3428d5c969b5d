/**
 * How the ranks of one training agree: sums over the network between processes that hold the same
 * weights and see different images.
 */
package org.g2face.train.collective;
