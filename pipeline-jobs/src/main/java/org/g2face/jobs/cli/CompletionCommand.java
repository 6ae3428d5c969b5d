package org.g2face.jobs.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = {
      "Prints a script with which bash and zsh complete commands and options.",
      "",
      "A shell reads it with source ~/.g2face-completion, which ~/.bashrc or ~/.zshrc may do.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = "  g2face completion > ~/.g2face-completion")
final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
    out.flush();
    return ExitCode.DONE;
  }
}
