package org.g2face.jobs.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.g2face.anonymize.KnownQuestions;
import org.g2face.jobs.io.HadoopFileStore;
import org.g2face.model.ModelPackage;
import org.g2face.onnx.Execution;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "answers",
    description = {
      "Writes into a package what its networks answer to fixed inputs on this machine.",
      "",
      "Whoever opens the package compares, so that a runtime that computes something else is"
          + " noticed before the first face. create, export, import and train write answers by"
          + " themselves; weights and fingerprint stay as they are.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  g2face model answers --model models/mine"})
final class ModelAnswersCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "URI",
      required = true,
      description = "Folder of a model package; its model.conf is replaced.")
  private String model;

  @Override
  public Integer call() throws IOException {
    ModelPackage told =
        KnownQuestions.record(HadoopFileStore.of(model, new Configuration()), Execution.onCpu(1));
    spec.commandLine()
        .getOut()
        .printf(
            "%d networks of %s have answered, fingerprint %s%n",
            told.answers().answers().size(), told, told.fingerprint());
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
