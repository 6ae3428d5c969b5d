/**
 * Trainings, one class for each, and what happens around their steps: chance, checkpoints, reports.
 */
package org.g2face.train;
