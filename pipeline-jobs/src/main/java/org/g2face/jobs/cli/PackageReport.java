package org.g2face.jobs.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.g2face.checkpoint.ImportReport;
import org.g2face.model.Part;

/** Tells what a new model package holds. */
record PackageReport(ImportReport report, String folder) {

  /**
   * @param verb what was done, such as imported
   */
  void print(String verb, PrintWriter out) {
    out.printf("%s %s%n", verb, String.join(", ", keys(report.model().parts())));
    tell(out, "tensors of the files that no network asks for", report.leftOut());
    tell(out, "weights drawn at random", report.drawn());
    if (!report.absent().isEmpty()) {
      out.printf("not in these files: %s%n", String.join(", ", keys(report.absent())));
    }
    out.printf("%s, fingerprint %s%n", folder, report.model().fingerprint());
    out.flush();
  }

  private static void tell(PrintWriter out, String what, Map<Part, List<String>> names) {
    for (Part part : Part.values()) {
      List<String> found = names.getOrDefault(part, List.of());
      if (!found.isEmpty()) {
        out.printf("%s: %d %s%n", part.key(), found.size(), what);
      }
    }
  }

  private static List<String> keys(Collection<Part> parts) {
    return parts.stream().map(Part::key).toList();
  }
}
