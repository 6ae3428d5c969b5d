/**
 * Training on a cluster: {@link org.g2face.jobs.train.TrainFaces} runs one long barrier stage with
 * a task for each rank. Spark starts the ranks, tells them of each other and starts them again when
 * one is lost; gradients travel past it, between the ranks.
 */
package org.g2face.jobs.train;
