package org.g2face.jobs.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.g2face.jobs.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "version",
    description = {
      "Prints the versions of g2face, Java, Spark and the engines; so does --version.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = "  g2face version")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (String line : lines()) {
      out.println(line);
    }
    out.flush();
    return ExitCode.DONE;
  }

  /** One line for each. */
  static String[] lines() {
    return Version.withEngines().entrySet().stream()
        .map(version -> version.getKey() + " " + version.getValue())
        .toArray(String[]::new);
  }
}
