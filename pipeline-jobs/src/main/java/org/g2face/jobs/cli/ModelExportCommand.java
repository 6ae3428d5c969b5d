package org.g2face.jobs.cli;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.g2face.anonymize.KnownQuestions;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.HadoopFileStore;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.output.StagedOutput;
import org.g2face.model.ModelException;
import org.g2face.model.ModelPackage;
import org.g2face.model.PackageWriter;
import org.g2face.model.Part;
import org.g2face.model.weights.Dtype;
import org.g2face.onnx.Execution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = {
      "Copies of a package what anonymizes and recovers faces, to hand it on.",
      "",
      "Another precision, and so another fingerprint, is another model: what the one anonymized is"
          + " recovered with the same one.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face model export --model runs/first/model --output models/mine --half \\",
      "      --notice \"trained on faces of adults only\""
    })
final class ModelExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "URI",
      required = true,
      description = "Folder of a model package.")
  private String model;

  @Option(
      names = "--half",
      description = "Writes numbers of 16 bits, which halves the files; computing stays float32.")
  private boolean half;

  @Option(names = "--all", description = "Copies what only training needs, too.")
  private boolean all;

  @Option(
      names = "--notice",
      paramLabel = "TEXT",
      description =
          "What everyone who uses the package is told, such as \"a demonstration model, not for"
              + " production\"; \"\" for nothing. Default: what the package says.")
  private String notice;

  @Option(
      names = "--output",
      paramLabel = "URI",
      required = true,
      description = "Folder for the copy; it appears when it is complete.")
  private String output;

  @Option(names = "--overwrite", description = "Replaces an existing package.")
  private boolean overwrite;

  @Override
  public Integer call() throws IOException {
    Configuration hadoop = new Configuration();
    ModelPackage found = ModelPackage.load(ModelLocation.of(model, hadoop));
    Set<Part> parts =
        found.parts().stream()
            .filter(part -> all || ModelPackage.inUse(found.architecture()).contains(part))
            .collect(Collectors.toSet());
    if (parts.isEmpty()) {
      throw new UsageException(model + " holds nothing that anonymizes; give --all");
    }
    try (StagedOutput staged = StagedOutput.create(output, hadoop, overwrite)) {
      HadoopFileStore folder = HadoopFileStore.of(staged.staging().toString(), hadoop);
      PackageWriter writer =
          new PackageWriter(folder, found.architecture(), half ? Dtype.F16 : Dtype.F32)
              .notice(notice == null ? found.notice() : requireOneLine(notice));
      for (Part part : Part.values()) {
        if (parts.contains(part)) {
          copy(found, part, writer);
        }
      }
      writer.finish();
      String fingerprint = KnownQuestions.record(folder, Execution.onCpu(1)).fingerprint();
      staged.publish();
      spec.commandLine().getOut().printf("%s, fingerprint %s%n", staged.target(), fingerprint);
      spec.commandLine().getOut().flush();
    }
    return ExitCode.DONE;
  }

  private static String requireOneLine(String notice) {
    if (notice.chars().anyMatch(Character::isISOControl)) {
      throw new UsageException("--notice takes one line of text");
    }
    return notice.strip();
  }

  private static void copy(ModelPackage from, Part part, PackageWriter to) throws IOException {
    try {
      to.put(part, from.weights(part), from.provenance(part));
    } catch (IllegalArgumentException e) {
      throw new ModelException("the " + part.key() + " of " + from + ": " + e.getMessage(), e);
    }
  }
}
