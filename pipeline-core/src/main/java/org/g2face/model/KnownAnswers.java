package org.g2face.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.g2face.preflight.RelativeError;
import org.g2face.tensor.Tensor;

/**
 * What the networks of a package answer to inputs that follow from a seed: enough to notice another
 * runtime, another file or another build that computes something else.
 *
 * @param seed of the inputs
 * @param answers by the network that gives them
 */
public record KnownAnswers(long seed, Map<Part, Answer> answers) {

  /** The networks with an output of their own; the mapper's is inside of the generator's. */
  private static final Set<Part> ASKED =
      EnumSet.of(
          Part.IDENTITY,
          Part.GEOMETRY,
          Part.FACE_CODE,
          Part.DUMMY_IDENTITY,
          Part.PASSWORD_EXTRACTOR,
          Part.GENERATOR);

  /**
   * A few numbers of an output.
   *
   * @param mean of all its numbers
   * @param spread root of their mean square, at least 0; what errors are measured by
   * @param probes single numbers of it, at least one, evenly spread from the first on
   */
  public record Answer(double mean, double spread, List<Double> probes) {
    private static final int PROBES = 8;
    private static final MathContext DIGITS = new MathContext(7);

    /** Counts as the spread of an output that is next to nothing, as of fresh networks. */
    private static final double LEAST_SPREAD = 1e-3;

    public Answer {
      probes = List.copyOf(probes);
      if (probes.isEmpty()) {
        throw new IllegalArgumentException("an answer has at least one probe");
      }
      if (!(spread >= 0)
          || !Double.isFinite(spread)
          || !Double.isFinite(mean)
          || !probes.stream().allMatch(Double::isFinite)) {
        throw new IllegalArgumentException("an answer is made of finite numbers");
      }
    }

    /**
     * The answer that an output is.
     *
     * @param output of finite numbers
     */
    public static Answer of(Tensor output) {
      List<Double> probes = new ArrayList<>();
      for (int i = 0; i < PROBES; i++) {
        probes.add(rounded(probe(output, i, PROBES)));
      }
      return new Answer(rounded(mean(output)), rounded(spread(output)), probes);
    }

    /** The largest difference of an output from this answer, over the spread. */
    public RelativeError error(Tensor output) {
      double apart = Math.abs(mean(output) - mean);
      apart = Math.max(apart, Math.abs(spread(output) - spread));
      for (int i = 0; i < probes.size(); i++) {
        apart = Math.max(apart, Math.abs(probe(output, i, probes.size()) - probes.get(i)));
      }
      // One number that is none makes none of the mean, and that of the difference.
      return new RelativeError(apart / Math.max(LEAST_SPREAD, spread));
    }

    private static double rounded(double value) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("an answer is made of finite numbers");
      }
      return new BigDecimal(value).round(DIGITS).doubleValue();
    }

    private static double probe(Tensor output, int number, int probes) {
      return output.at((int) ((long) number * output.count() / probes));
    }

    private static double mean(Tensor output) {
      double sum = 0;
      for (int i = 0; i < output.count(); i++) {
        sum += output.at(i);
      }
      return sum / output.count();
    }

    private static double spread(Tensor output) {
      double sum = 0;
      for (int i = 0; i < output.count(); i++) {
        sum += (double) output.at(i) * output.at(i);
      }
      return Math.sqrt(sum / output.count());
    }
  }

  public KnownAnswers {
    Map<Part, Answer> ordered = new EnumMap<>(Part.class);
    ordered.putAll(answers);
    for (Part part : ordered.keySet()) {
      if (!ASKED.contains(part)) {
        throw new IllegalArgumentException("nobody asks the " + part.key() + " for its answer");
      }
    }
    answers = Collections.unmodifiableMap(ordered);
  }

  /** No answers, as a package has whose writer did not run its networks. */
  public static KnownAnswers none() {
    return new KnownAnswers(0, Map.of());
  }

  static KnownAnswers read(ModelConfSection settings) {
    Map<Part, Answer> answers = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      if (settings.has(part.key())) {
        answers.put(part, settings.section(part.key(), KnownAnswers::readAnswer));
      }
    }
    return new KnownAnswers(settings.integer("seed"), answers);
  }

  private static Answer readAnswer(ModelConfSection settings) {
    return new Answer(
        settings.number("mean"), settings.number("spread"), settings.numbers("probes"));
  }

  Map<String, Object> map() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("seed", seed);
    answers.forEach(
        (part, answer) ->
            map.put(
                part.key(),
                Map.of(
                    "mean", answer.mean(), "spread", answer.spread(), "probes", answer.probes())));
    return map;
  }
}
