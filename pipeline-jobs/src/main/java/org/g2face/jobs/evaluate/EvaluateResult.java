package org.g2face.jobs.evaluate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.g2face.jobs.evaluate.measure.Gate;
import org.g2face.jobs.evaluate.measure.MetricRow;

/**
 * The result of a finished evaluation.
 *
 * @param output URI of the folder that it was added to
 * @param runId names the run
 * @param started when it began
 * @param rows its numbers, in the order of the tables
 * @param verdicts on its gates
 * @param counts pictures by what became of them: {@code compared}, and {@code DATASET.REASON} for
 *     each reason why some were not
 * @param embeddings of faces and their dummies, where diversity was asked for; kept in memory only
 * @param curves of each recogniser where pairs were given: of the originals, then of each model;
 *     kept in memory only
 * @param unwritten what could not be written once the numbers were in their place, such as {@code
 *     latest.json}, and why; empty if all was
 * @param duration from the start to the run being visible
 */
public record EvaluateResult(
    String output,
    String runId,
    Instant started,
    List<MetricRow> rows,
    List<Gate.Verdict> verdicts,
    Map<String, Long> counts,
    List<Embedding> embeddings,
    List<VerificationCurve> curves,
    List<String> unwritten,
    Duration duration) {

  /** The gates that were not passed. */
  public List<Gate.Verdict> failures() {
    return verdicts.stream().filter(verdict -> !verdict.passed()).toList();
  }
}
