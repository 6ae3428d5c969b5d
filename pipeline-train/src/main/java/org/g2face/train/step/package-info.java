/**
 * What one iteration of the paper's Algorithm 1 computes, in the terms of any engine: each program
 * takes named inputs through the networks to losses and pictures.
 */
package org.g2face.train.step;
