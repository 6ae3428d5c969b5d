package org.g2face.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.model.Architecture;
import org.g2face.model.ModelDescription;
import org.g2face.model.ModelDescription.Network;
import org.g2face.model.ModelDescription.Stage;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.model.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "describe",
    description = {
      "Prints the parameters and the work of each network, and where its weights come from.",
      "",
      "Work is counted for one image in floating-point operations, two for each multiply-add.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face model describe",
      "  g2face model describe --model builtin:compact-128 --by-resolution"
    })
final class ModelDescribeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "URI",
      description =
          "Folder of a model package, or builtin:compact-128. Default: the published architecture"
              + " for 256 x 256.")
  private String model;

  @Option(names = "--by-resolution", description = "Tells apart the sides of the feature maps.")
  private boolean byResolution;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    ModelPackage found =
        model == null ? null : ModelPackage.load(ModelLocation.of(model, new Configuration()));
    Architecture architecture = found == null ? Architecture.standard() : found.architecture();
    out.printf(Locale.ROOT, "%d x %d pixels%n%n", architecture.size(), architecture.size());
    out.printf(Locale.ROOT, "%-20s %15s %12s%n", "network", "parameters", "GFLOP");
    ModelDescription description = ModelDescription.of(architecture);
    for (Network network : description.networks()) {
      row(out, network.part().key(), network.parameters(), network.operations());
      if (byResolution) {
        for (Stage stage : network.stages()) {
          row(out, "  " + stage.side(), stage.parameters(), stage.operations());
        }
      }
    }
    out.printf(
        Locale.ROOT,
        "%nto anonymize and recover: %,d numbers, %.1f MB in half precision%n",
        description.numbersInUse(),
        description.numbersInUse() * 2e-6);
    if (found != null) {
      out.printf("%nfingerprint %s%n", found.fingerprint());
      if (!found.notice().isEmpty()) {
        out.printf("notice: %s%n", found.notice());
      }
      out.printf("known answers: %s%n", networks(found));
      found.audit().ifPresent(audit -> new AuditTable(audit, Map.of()).print(out));
      AuditTable.object(found.objections(), out);
      for (Part part : found.parts()) {
        describe(out, part, found.provenance(part));
      }
    }
    out.flush();
    return ExitCode.DONE;
  }

  /** How many networks of a package have known answers. */
  static String networks(ModelPackage found) {
    int networks = found.answers().answers().size();
    return networks == 0 ? "none" : networks == 1 ? "1 network" : networks + " networks";
  }

  private static void row(PrintWriter out, String name, long parameters, long operations) {
    out.printf(Locale.ROOT, "%-20s %,15d %,12.2f%n", name, parameters, operations / 1e9);
  }

  private static void describe(PrintWriter out, Part part, Provenance provenance) {
    out.printf("%n%s, written %s by %s%n", part.key(), provenance.date(), provenance.tool());
    provenance
        .sources()
        .forEach(source -> out.printf("  from %s, SHA-256 %s%n", source.file(), source.sha256()));
    out.printf("  licence: %s%n", provenance.licence());
    out.printf("  training data: %s%n", provenance.trainingData());
  }
}
