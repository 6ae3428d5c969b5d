package org.g2face.jobs.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "help",
    description = {"Prints the help of a command, or of g2face itself.", ""},
    footerHeading = "%nExamples:%n",
    footer = {"  g2face help anonymize", "  g2face help keys create"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "Such as anonymize, or keys create.")
  private List<String> words = List.of();

  @Override
  public Integer call() {
    CommandLine command = spec.root().commandLine();
    for (String word : words) {
      CommandLine child = command.getSubcommands().get(word);
      if (child == null) {
        throw new ParameterException(spec.commandLine(), Misspelling.ofCommand(word, command));
      }
      command = child;
    }
    PrintWriter out = spec.commandLine().getOut();
    command.usage(out);
    out.flush();
    return ExitCode.DONE;
  }
}
