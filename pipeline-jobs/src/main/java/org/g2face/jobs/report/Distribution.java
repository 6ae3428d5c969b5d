package org.g2face.jobs.report;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.g2face.jobs.evaluate.measure.ImageRow;
import org.g2face.jobs.evaluate.measure.Measure;

/**
 * The distribution of a measure over images, with the images at both ends.
 *
 * @param scale where bins begin and end
 * @param counts of the bins; numbers beyond them count in the outermost ones
 * @param lowest some images with the smallest numbers, the smallest first
 * @param highest some images with the largest numbers, the largest first
 */
record Distribution(
    Series series, Scale scale, long[] counts, List<Extreme> lowest, List<Extreme> highest)
    implements Serializable {
  private static final Comparator<Extreme> ASCENDING =
      Comparator.comparingDouble(Extreme::value).thenComparing(Extreme::imageId);
  private static final Comparator<Extreme> DESCENDING =
      Comparator.comparingDouble(Extreme::value).reversed().thenComparing(Extreme::imageId);

  /** What was measured of what. */
  record Series(Measure measure, String network, String model) implements Serializable {}

  /** An image and its number. */
  record Extreme(String imageId, double value) implements Serializable {}

  /** Bins of one width. */
  record Scale(double start, double width, int bins) implements Serializable {
    /** Those for a measure; empty if no distribution of it is drawn. */
    static Optional<Scale> of(Measure measure) {
      return switch (measure) {
        case IDENTITY_COSINE, RECOVERED_COSINE -> Optional.of(new Scale(-1, 0.02, 100));
        case SSIM -> Optional.of(new Scale(-1, 0.01, 200));
        // Equal pictures of 1,024 x 1,024 pixels count with 113 dB.
        case PSNR -> Optional.of(new Scale(0, 0.5, 240));
        default -> Optional.empty();
      };
    }

    int bin(double value) {
      // Not a hair below the bin that a round number begins.
      return (int) Math.max(0, Math.min(bins - 1, Math.floor((value - start) / width + 1e-9)));
    }
  }

  /**
   * Reads numbers once, where they lie; only counts and ends come to the driver.
   *
   * @param ends how many images at each end
   */
  static List<Distribution> of(JavaRDD<ImageRow> rows, int ends) {
    return rows
        .filter(row -> Scale.of(row.measure()).isPresent())
        .treeAggregate(
            new HashMap<Series, Distribution>(),
            (all, row) -> add(all, of(row), ends),
            (all, more) -> {
              more.values().forEach(one -> add(all, one, ends));
              return all;
            })
        .values()
        .stream()
        .sorted(
            Comparator.comparing((Distribution one) -> one.series().model())
                .thenComparing(one -> one.series().network())
                .thenComparing(one -> one.series().measure()))
        .toList();
  }

  private static Distribution of(ImageRow row) {
    Scale scale = Scale.of(row.measure()).orElseThrow();
    long[] counts = new long[scale.bins()];
    counts[scale.bin(row.value())] = 1;
    List<Extreme> alone = List.of(new Extreme(row.imageId(), row.value()));
    Series series = new Series(row.measure(), row.network(), row.model());
    return new Distribution(series, scale, counts, alone, alone);
  }

  private static HashMap<Series, Distribution> add(
      HashMap<Series, Distribution> all, Distribution one, int ends) {
    all.merge(one.series(), one, (a, b) -> a.and(b, ends));
    return all;
  }

  private Distribution and(Distribution other, int ends) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    return new Distribution(
        series,
        scale,
        counts,
        first(lowest, other.lowest, ASCENDING, ends),
        first(highest, other.highest, DESCENDING, ends));
  }

  private static List<Extreme> first(
      List<Extreme> a, List<Extreme> b, Comparator<Extreme> order, int count) {
    List<Extreme> all = new ArrayList<>(a);
    all.addAll(b);
    all.sort(order);
    return new ArrayList<>(all.subList(0, Math.min(count, all.size())));
  }

  long total() {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }
}
