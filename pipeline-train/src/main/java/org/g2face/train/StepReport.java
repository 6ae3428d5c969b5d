package org.g2face.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The report of one step.
 *
 * @param step counted from 1
 * @param losses each loss before its weight, and each stage's total, by name, as means over all
 *     ranks: {@code anonymization.hiding}, say
 * @param learningRate of the parameters that learn at the full rate
 * @param seconds that the step took
 * @param images that all ranks together used
 * @param skipped whether a loss or gradient was not finite, so that a part of the step was left out
 * @param skippedSoFar how many steps that has happened in
 */
public record StepReport(
    long step,
    Map<String, Double> losses,
    double learningRate,
    double seconds,
    int images,
    boolean skipped,
    long skippedSoFar) {

  public StepReport {
    losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
  }

  public double imagesPerSecond() {
    return images / seconds;
  }
}
