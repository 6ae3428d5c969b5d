package org.g2face.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.g2face.keys.KeyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = {
      "Prints the numbers, kinds, status and age of keys, and what encrypts them; never a key.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  g2face keys show --keys ward.json --verify"})
final class KeysShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KeyCommandOptions options;

  @Option(
      names = "--verify",
      description = "Opens the file to prove that it opens, and that what is printed is true.")
  private boolean verify;

  @Override
  public Integer call() throws IOException {
    KeyCommandOptions.Place place = options.place();
    KeyFile file = place.stored().read();
    if (verify) {
      file.open(OpenedKeys.source(place.settings(), file.name(), false));
    }
    PrintWriter out = spec.commandLine().getOut();
    KeyListing.print(file, out);
    out.println(
        verify ? "verified: the file opens" : "not verified: --verify opens the file and checks");
    out.flush();
    return ExitCode.DONE;
  }
}
