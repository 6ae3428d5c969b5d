package org.g2face.jobs.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.g2face.model.AuditMeasure;
import org.g2face.model.PrivacyAudit;

/**
 * The numbers of a privacy audit on the console.
 *
 * @param byJudge what each recogniser saw; empty if that is not known any more
 */
record AuditTable(PrivacyAudit audit, Map<String, Map<AuditMeasure, Double>> byJudge) {

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "privacy audit of %s by %s: %,d faces, %,d of them of named people, judged by %s%n",
        audit.date(),
        audit.tool(),
        audit.faces(),
        audit.people(),
        String.join(", ", audit.judges()));
    for (AuditMeasure measure : AuditMeasure.values()) {
      audit.number(measure).ifPresent(value -> out.println(line(measure, value)));
    }
  }

  private String line(AuditMeasure measure, double value) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "  %-66s %7.3f", measure.label(), value));
    measure
        .bound()
        .ifPresent(bound -> line.append(String.format(Locale.ROOT, "  at most %.2f", bound)));
    if (byJudge.size() > 1) {
      byJudge.forEach(
          (judge, seen) -> {
            if (seen.containsKey(measure)) {
              line.append(String.format(Locale.ROOT, "  %s %.3f", judge, seen.get(measure)));
            }
          });
    }
    return line.toString();
  }

  /** Tells what speaks against a model. */
  static void object(List<String> objections, PrintWriter out) {
    objections.forEach(objection -> out.println("the model is weak: " + objection));
  }
}
