package org.g2face.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the networks of a package answer to inputs that follow from a seed: enough to notice another
 * runtime, another file or another build that computes something else.
 *
 * @param seed of the inputs
 * @param answers by the network that gives them
 */
public record KnownAnswers(long seed, Map<Part, Answer> answers) {

  /**
   * A few numbers of an output.
   *
   * @param mean of all its numbers
   * @param spread root of their mean square, at least 0; what errors are measured by
   * @param probes single numbers of it, evenly spread from the first on
   */
  public record Answer(double mean, double spread, List<Double> probes) {
    public Answer {
      probes = List.copyOf(probes);
      if (!(spread >= 0) || !Double.isFinite(spread) || !Double.isFinite(mean)) {
        throw new IllegalArgumentException("an answer is made of finite numbers");
      }
    }
  }

  public KnownAnswers {
    Map<Part, Answer> ordered = new EnumMap<>(Part.class);
    ordered.putAll(answers);
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
