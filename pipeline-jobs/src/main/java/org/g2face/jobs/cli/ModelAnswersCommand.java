package org.g2face.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.g2face.anonymize.KnownQuestions;
import org.g2face.io.FileStore;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.model.ModelException;
import org.g2face.model.ModelPackage;
import org.g2face.model.Part;
import org.g2face.onnx.Execution;
import org.g2face.preflight.RelativeError;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "answers",
    description = {
      "Writes into a package what its networks answer to fixed inputs on this machine, or compares.",
      "",
      "Whoever opens the package compares, so that a runtime that computes something else is"
          + " noticed before the first face. create, export, import and train write answers by"
          + " themselves; weights and fingerprint stay as they are.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face model answers --model models/mine",
      "  g2face model answers --model builtin:compact-128 --check"
    })
final class ModelAnswersCommand implements Callable<Integer> {
  private static final Execution EXECUTION = Execution.onCpu(1);

  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "URI",
      required = true,
      description =
          "Folder of a model package; its model.conf is replaced. With --check also"
              + " builtin:compact-128.")
  private String model;

  @Option(
      names = "--check",
      description = "Compares with the answers that the package has, and writes nothing.")
  private boolean check;

  @Option(
      names = "--replace",
      description = "Replaces answers that the package has, which then no longer tell anything.")
  private boolean replace;

  @Override
  public Integer call() throws IOException {
    if (check && replace) {
      throw new UsageException("--check writes nothing: leave out --replace");
    }
    FileStore folder = ModelLocation.of(model, new Configuration());
    ModelPackage found = ModelPackage.load(folder);
    return check ? check(found) : write(found, folder);
  }

  private int check(ModelPackage found) throws IOException {
    if (found.answers().answers().isEmpty()) {
      throw new UsageException(
          found
              + " has no known answers; on a machine that computes right, g2face model answers"
              + " writes them");
    }
    Map<Part, RelativeError> errors = KnownQuestions.compare(found, EXECUTION);
    String wrong =
        errors.entrySet().stream()
            .filter(each -> !KnownQuestions.mayBeRounding(each.getValue(), EXECUTION))
            .map(each -> each.getKey().key())
            .collect(Collectors.joining(", "));
    PrintWriter out = spec.commandLine().getOut();
    lines(errors).forEach(out::println);
    out.flush();
    if (!wrong.isEmpty()) {
      throw new ModelException(
          found
              + ": more than rounding lies between what model.conf says and what these networks"
              + " answer here: "
              + wrong);
    }
    return ExitCode.DONE;
  }

  private int write(ModelPackage found, FileStore folder) throws IOException {
    if (!replace && !found.answers().answers().isEmpty()) {
      throw new UsageException(
          found
              + " has known answers, and those of this machine differ from them by: "
              + String.join(", ", lines(KnownQuestions.compare(found, EXECUTION)))
              + "; --replace writes those of this machine in their place");
    }
    ModelPackage told;
    try {
      told = KnownQuestions.record(folder, EXECUTION);
    } catch (ModelException e) {
      throw e;
    } catch (IOException e) {
      throw new UsageException("cannot write into " + found + ": " + e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "known answers: %s of %s, fingerprint %s%n",
        ModelDescribeCommand.networks(told), told, told.fingerprint());
    out.flush();
    return ExitCode.DONE;
  }

  private static List<String> lines(Map<Part, RelativeError> errors) {
    return errors.entrySet().stream()
        .map(
            each ->
                each.getKey().key()
                    + " "
                    + (each.getValue().isNumber() ? each.getValue() : "no number"))
        .toList();
  }
}
