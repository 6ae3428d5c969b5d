package org.g2face.jobs.report;

import java.util.List;
import org.g2face.jobs.evaluate.measure.Measure;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.g2face.jobs.evaluate.measure.Table;

/** The few measures that a person looks at first, and from run to run. */
final class Headline {
  private static final List<Measure> MEASURES =
      List.of(
          Measure.TRUE_ACCEPTANCE,
          Measure.IDENTITY_COSINE,
          Measure.FRECHET_DISTANCE,
          Measure.DETECTION_RATE,
          Measure.BIT_ERROR_RATE,
          Measure.OPENING_RATE,
          Measure.RECOVERED_COSINE,
          Measure.LPIPS,
          Measure.SSIM,
          Measure.PSNR,
          Measure.SECONDS_PER_IMAGE);

  private Headline() {}

  /** The rows of them that were measured, by measure. */
  static List<MetricRow> of(List<MetricRow> rows) {
    return MEASURES.stream()
        .flatMap(measure -> rows.stream().filter(row -> is(row, measure)))
        .toList();
  }

  private static boolean is(MetricRow row, Measure measure) {
    // The ablation table repeats numbers of others, but for one.
    boolean repeated = row.table() == Table.VI && row.measure() != Measure.RECOVERED_COSINE;
    return row.measure() == measure
        && row.measured().isPresent()
        && !repeated
        && !row.model().equals(MetricRow.ORIGINAL);
  }

  /** Better which way, in words. */
  static String direction(Measure measure) {
    return switch (measure.better()) {
      case LOWER -> "lower is better";
      case HIGHER -> "higher is better";
      case NEITHER -> "";
    };
  }
}
