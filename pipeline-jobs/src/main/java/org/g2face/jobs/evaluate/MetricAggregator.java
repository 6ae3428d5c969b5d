package org.g2face.jobs.evaluate;

import java.io.Serializable;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.g2face.evaluate.Bootstrap;
import org.g2face.evaluate.ConstantBaseline;
import org.g2face.evaluate.Moments;
import org.g2face.jobs.evaluate.ImageResult.Password;
import org.g2face.jobs.evaluate.ImageResult.Problem;

/** The aggregate of the results of many images, the same in any order and any division. */
final class MetricAggregator implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Bootstrap[] means;
  private final Moments[] features;
  private final ConstantBaseline[] blind;
  private final TreeMap<Integer, TreeMap<String, Long>> problems = new TreeMap<>();
  private long compared;

  MetricAggregator(EvaluationPlan plan) {
    means = new Bootstrap[plan.columns().size()];
    for (int i = 0; i < means.length; i++) {
      means[i] = new Bootstrap();
    }
    features = new Moments[plan.features().size() * (1 + plan.subjects())];
    blind = new ConstantBaseline[plan.subjects()];
  }

  static MetricAggregator of(EvaluationPlan plan, Iterator<ImageResult> results) {
    MetricAggregator tally = new MetricAggregator(plan);
    results.forEachRemaining(tally::add);
    return tally;
  }

  private void add(ImageResult result) {
    for (Problem problem : result.problems()) {
      problems
          .computeIfAbsent(problem.source(), source -> new TreeMap<>())
          .merge(problem.reason(), 1L, Long::sum);
    }
    if (!result.compared()) {
      return;
    }
    compared++;
    int[] weights = Bootstrap.weightsOf(result.key());
    for (int i = 0; i < means.length; i++) {
      if (Double.isFinite(result.values()[i])) {
        means[i].add(result.values()[i], weights);
      }
    }
    for (int i = 0; i < features.length; i++) {
      float[] vector = result.features()[i];
      if (vector != null) {
        features[i] = features[i] == null ? new Moments(vector.length) : features[i];
        features[i].add(vector);
      }
    }
    for (int i = 0; i < blind.length; i++) {
      Password password = result.passwords()[i];
      if (password != null) {
        blind[i] =
            blind[i] == null
                ? new ConstantBaseline(password.length(), password.identity().length)
                : blind[i];
        blind[i].add(password.bits(), password.identity());
      }
    }
  }

  /** This tally, with everything that another has taken in. */
  MetricAggregator merge(MetricAggregator other) {
    for (int i = 0; i < means.length; i++) {
      means[i].addAll(other.means[i]);
    }
    for (int i = 0; i < features.length; i++) {
      if (features[i] == null) {
        features[i] = other.features[i];
      } else if (other.features[i] != null) {
        features[i].addAll(other.features[i]);
      }
    }
    for (int i = 0; i < blind.length; i++) {
      if (blind[i] == null) {
        blind[i] = other.blind[i];
      } else if (other.blind[i] != null) {
        blind[i].addAll(other.blind[i]);
      }
    }
    other.problems.forEach(
        (source, reasons) ->
            reasons.forEach(
                (reason, count) ->
                    problems
                        .computeIfAbsent(source, absent -> new TreeMap<>())
                        .merge(reason, count, Long::sum)));
    compared += other.compared;
    return this;
  }

  /** Images of which there was an original that could be compared with something. */
  long compared() {
    return compared;
  }

  Bootstrap.Estimate mean(int column) {
    return means[column].estimate();
  }

  /** Features of the originals (0) or a subject (from 1 on); null if there are none. */
  Moments features(int network, int which) {
    return features[network * (1 + blind.length) + which];
  }

  /** What a reader who never looks can do; null if no passwords are known. */
  ConstantBaseline blind(int subject) {
    return blind[subject];
  }

  /** Pictures that could not be compared, by dataset and reason. */
  Map<Integer, TreeMap<String, Long>> problems() {
    return problems;
  }
}
