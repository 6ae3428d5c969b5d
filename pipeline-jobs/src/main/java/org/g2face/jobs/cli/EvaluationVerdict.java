package org.g2face.jobs.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.g2face.jobs.evaluate.EvaluateResult;
import org.g2face.jobs.evaluate.measure.Gate;
import org.g2face.jobs.evaluate.measure.Summary;
import org.g2face.jobs.progress.Snapshot;

/** The verdict of g2face evaluate on a run whose numbers are in their place. */
record EvaluationVerdict(EvaluateResult result) {

  /** The numbers and the gates: told before the report is begun, which may fail. */
  void tell(PrintWriter out) {
    out.print(Summary.of(result.rows()));
    out.println();
    String counts =
        result.counts().entrySet().stream()
            .map(count -> String.format(Locale.ROOT, "%s %,d", count.getKey(), count.getValue()))
            .collect(Collectors.joining(", "));
    out.println("Pictures: " + counts);
    for (Gate.Verdict verdict : result.verdicts()) {
      out.printf(
          "Gate %s: %s (%s)%n",
          verdict.passed() ? "passed" : "FAILED", verdict.gate(), verdict.why());
    }
    out.printf(
        "Run %s in %s: %s%n",
        result.runId(), Snapshot.duration(result.duration().toSeconds()), result.output());
    out.flush();
  }

  /**
   * What the process ends with. A gate that was not passed comes first: whoever waits for it must
   * not take it for a full disk.
   *
   * @param unwritten what is not there besides the numbers, each with the reason
   */
  int exitCode(List<String> unwritten, PrintWriter err) {
    unwritten.forEach(what -> err.println("g2face: could not write " + what));
    if (!unwritten.isEmpty()) {
      err.println("g2face: the numbers of the run are complete, in metrics/ at " + result.output());
      err.flush();
    }
    if (!result.failures().isEmpty()) {
      return ExitCode.GATE_FAILED;
    }
    return unwritten.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
