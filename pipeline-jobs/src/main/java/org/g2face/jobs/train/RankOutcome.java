package org.g2face.jobs.train;

import java.io.Serializable;

/**
 * The outcome of one rank's training.
 *
 * @param attempt of the stage, from 0: how often it had to start again
 * @param stopped why training cannot go on, in words for a person; null if it came to its end
 */
record RankOutcome(int rank, int attempt, String stopped) implements Serializable {}
