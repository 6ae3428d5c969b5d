package org.g2face.jobs.train;

import java.time.Duration;

/**
 * The result of a finished training.
 *
 * @param output URI of the run's folder
 * @param checkpoint URI of the last checkpoint
 * @param restarts how often ranks were lost and training went on from a checkpoint
 * @param duration from the first to the last step, waiting for executors included
 */
public record TrainResult(String output, String checkpoint, int restarts, Duration duration) {}
