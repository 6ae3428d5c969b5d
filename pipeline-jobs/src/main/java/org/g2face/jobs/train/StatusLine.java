package org.g2face.jobs.train;

import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.g2face.jobs.progress.Snapshot;
import org.g2face.train.StepReport;
import org.g2face.train.TrainerListener;

/** Keeps a line that says how far a training is, for the driver to print. */
final class StatusLine implements TrainerListener {
  /** How much the newest step counts in the average of the rate. */
  private static final double NEWEST = 0.05;

  private final long steps;
  private final LatestText line;
  private final DoubleSupplier waited;
  private final long start = System.nanoTime();
  private double secondsPerStep;
  private double imagesPerSecond;

  /**
   * @param steps of the whole training
   * @param waited seconds that this rank has waited for images so far
   */
  StatusLine(long steps, LatestText line, DoubleSupplier waited) {
    this.steps = steps;
    this.line = line;
    this.waited = waited;
  }

  @Override
  public void onStep(StepReport report) {
    secondsPerStep = smooth(secondsPerStep, report.seconds());
    imagesPerSecond = smooth(imagesPerSecond, report.imagesPerSecond());
    line.add(describe(report));
  }

  private static double smooth(double average, double value) {
    return average == 0 ? value : average + NEWEST * (value - average);
  }

  private String describe(StepReport report) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "step %,d of %,d (%d %%), %.1f images/s",
            report.step(),
            steps,
            100 * report.step() / Math.max(1, steps),
            imagesPerSecond));
    long left = Math.round((steps - report.step()) * secondsPerStep);
    text.append(", ").append(Snapshot.duration(left)).append(" left");
    double elapsed = (System.nanoTime() - start) * 1e-9;
    double share = 100 * waited.getAsDouble() / elapsed;
    text.append(String.format(Locale.ROOT, ", %.0f %% waiting for data", share));
    if (report.skippedSoFar() > 0) {
      text.append(String.format(Locale.ROOT, ", %,d steps skipped", report.skippedSoFar()));
    }
    for (Map.Entry<String, Double> loss : report.losses().entrySet()) {
      text.append(String.format(Locale.ROOT, ", %s %.4g", loss.getKey(), loss.getValue()));
    }
    return text.toString();
  }
}
