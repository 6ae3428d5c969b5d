package org.g2face.jobs.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.g2face.jobs.evaluate.EvaluateResult;
import org.g2face.jobs.evaluate.Triptych;
import org.g2face.jobs.evaluate.measure.MetricRow;

/**
 * The findings that a report tells.
 *
 * @param result of the run
 * @param compared what it was asked
 * @param distributions over its images
 * @param layouts of the embeddings of dummies
 * @param history numbers of all runs up to this one, the oldest first
 * @param faces pictures of the images at the ends of distributions; empty if they were not asked
 *     for
 */
record Findings(
    EvaluateResult result,
    Compared compared,
    List<Distribution> distributions,
    List<DummyLayout> layouts,
    List<MetricRow> history,
    Optional<List<Triptych>> faces) {

  Map<String, Triptych> facesById() {
    return faces.orElse(List.of()).stream()
        .collect(Collectors.toMap(Triptych::id, Function.identity(), (a, b) -> a));
  }
}
