package org.g2face.jobs.evaluate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.g2face.evaluate.Folds;
import org.g2face.evaluate.Roc;
import org.g2face.jobs.evaluate.measure.MetricRow;
import org.g2face.tensor.Cosine;
import scala.Tuple2;

/**
 * The scores of verification pairs: how alike two faces are to each recogniser, as they are and
 * with the second one anonymized.
 *
 * @param scored by the pair's number in the list: one score for each recogniser and, within it, for
 *     the originals and each subject; NaN where a picture is missing
 */
record PairScores(List<Pair> pairs, List<Scores> scored, int subjects) {

  /** The scores of one pair. */
  record Scores(Pair pair, double[] values) implements java.io.Serializable {}

  static PairScores of(
      JavaSparkContext spark, List<Pair> pairs, JavaRDD<ImageResult> results, EvaluationPlan plan) {
    if (pairs.isEmpty()) {
      return new PairScores(pairs, List.of(), plan.subjects());
    }
    JavaPairRDD<String, float[][]> embeddings =
        results
            .filter(result -> result.embeddings() != null)
            .mapToPair(result -> new Tuple2<>(result.key(), result.embeddings()));
    int recognisers = plan.recognisers().size();
    int width = 1 + plan.subjects();
    List<Scores> scored =
        spark
            .parallelize(pairs)
            .mapToPair(pair -> new Tuple2<>(pair.left(), pair))
            .join(embeddings)
            .mapToPair(left -> new Tuple2<>(left._2()._1().right(), left._2()))
            .join(embeddings)
            .map(
                both ->
                    new Scores(
                        both._2()._1()._1(),
                        scores(both._2()._1()._2(), both._2()._2(), recognisers, width)))
            .collect();
    return new PairScores(pairs, scored, plan.subjects());
  }

  private static double[] scores(float[][] left, float[][] right, int recognisers, int width) {
    double[] scores = new double[recognisers * width];
    for (int i = 0; i < scores.length; i++) {
      float[] original = left[i / width * width];
      scores[i] =
          original == null || right[i] == null ? Double.NaN : Cosine.between(original, right[i]);
    }
    return scores;
  }

  /** Pairs that could be scored by a recogniser. */
  long count(int recogniser, int which) {
    return scored.stream().filter(scores -> finite(scores, recogniser, which)).count();
  }

  /**
   * What must be known of a rate: at how many false accepts, and of how many pairs if not of all.
   *
   * @param count pairs that it rests on
   */
  String note(double falseAccepts, long count) {
    return "at a false accept rate of "
        + BigDecimal.valueOf(falseAccepts).stripTrailingZeros().toPlainString()
        + (count < pairs.size()
            ? String.format(Locale.ROOT, ", of %,d of %,d pairs", count, pairs.size())
            : "");
  }

  /** Why there is no rate. */
  String missing() {
    return scored.isEmpty()
        ? String.format(
            Locale.ROOT,
            "of %,d pairs not one has both of its pictures; pairs name them by the ids of"
                + " per_image/",
            pairs.size())
        : "too few pairs";
  }

  private boolean finite(Scores scores, int recogniser, int which) {
    int at = recogniser * (1 + subjects);
    return Double.isFinite(scores.values()[at]) && Double.isFinite(scores.values()[at + which]);
  }

  /**
   * Verifies over the folds.
   *
   * @param which 0 for the originals, from 1 on the subjects
   * @throws IllegalArgumentException if a fold has no pairs that could be scored
   */
  Folds verify(double falseAccepts, int recogniser, int which) {
    TreeMap<Integer, List<Folds.Scored>> folds = new TreeMap<>();
    for (Scores scores : scored) {
      if (finite(scores, recogniser, which)) {
        folds
            .computeIfAbsent(scores.pair().fold(), fold -> new ArrayList<>())
            .add(scored(scores, recogniser, which));
      }
    }
    return Folds.verify(falseAccepts, new ArrayList<>(folds.values()));
  }

  private Folds.Scored scored(Scores scores, int recogniser, int which) {
    int at = recogniser * (1 + subjects);
    return new Folds.Scored(scores.pair().same(), scores.values()[at], scores.values()[at + which]);
  }

  /** A curve for each recogniser, and of it for the originals and each subject that has pairs. */
  List<VerificationCurve> curves(double falseAccepts, EvaluationPlan plan, List<String> labels) {
    List<VerificationCurve> curves = new ArrayList<>();
    for (int recogniser = 0; recogniser < plan.recognisers().size(); recogniser++) {
      String network = plan.recognisers().get(recogniser);
      for (int which = 0; which <= subjects; which++) {
        String model = which == 0 ? MetricRow.ORIGINAL : labels.get(which - 1);
        curve(recogniser, which)
            .map(roc -> new VerificationCurve(network, model, falseAccepts, roc))
            .ifPresent(curves::add);
      }
    }
    return curves;
  }

  /** Empty without pairs of both kinds, which table I has told. */
  private Optional<Roc> curve(int recogniser, int which) {
    List<Folds.Scored> pairs =
        scored.stream()
            .filter(scores -> finite(scores, recogniser, which))
            .map(scores -> scored(scores, recogniser, which))
            .toList();
    boolean both = pairs.stream().map(Folds.Scored::same).distinct().count() == 2;
    return both ? Optional.of(Roc.of(pairs)) : Optional.empty();
  }
}
