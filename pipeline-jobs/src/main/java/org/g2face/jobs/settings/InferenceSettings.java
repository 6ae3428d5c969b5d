package org.g2face.jobs.settings;

import java.io.Serializable;

/**
 * Settings of inference: the device and its threads.
 *
 * @param threads of one call on the CPU, at least 1
 * @param cudaDevice the number of a GPU, or -1 for the CPU
 */
public record InferenceSettings(int threads, int cudaDevice) implements Serializable {}
