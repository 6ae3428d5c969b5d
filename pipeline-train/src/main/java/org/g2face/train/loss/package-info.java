/**
 * The losses of the paper's section III-F, each a few operations, so that they run and are
 * differentiated on every engine. All are means over the batch.
 */
package org.g2face.train.loss;
