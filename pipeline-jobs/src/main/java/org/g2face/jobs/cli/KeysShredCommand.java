package org.g2face.jobs.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.g2face.jobs.UsageException;
import org.g2face.keys.KeyFile;
import org.g2face.keys.KeyService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "shred",
    description = {
      "Destroys keys for good: no face of their datasets and nothing of their vaults comes back.",
      "",
      "Needs --yes NAME with the keys' name, or the name typed at the terminal. Says what the store"
          + " may still hold.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  g2face keys shred --keys ward.json --yes ward"})
final class KeysShredCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KeyCommandOptions options;

  @Option(
      names = "--yes",
      paramLabel = "NAME",
      description = "Confirms: the name of the keys to destroy.")
  private String confirmed;

  @Override
  public Integer call() throws IOException {
    KeyCommandOptions.Place place = options.place();
    KeyFile file = place.stored().read();
    String answer = confirmed == null ? ask(file.name()) : confirmed;
    if (!file.name().equals(answer)) {
      throw new UsageException(
          "nothing was destroyed: these are the keys '" + file.name() + "', not '" + answer + "'");
    }
    String caveat = place.stored().shred();
    PrintWriter out = spec.commandLine().getOut();
    out.println(place.stored() + " was " + caveat);
    out.println(
        file.protection() instanceof KeyService service
            ? "Copies of the file open as long as "
                + service.uri()
                + " does: destroy that key, too, if it serves nothing else."
            : "Copies of the file open with the passphrase: destroy that, too.");
    out.flush();
    return ExitCode.DONE;
  }

  private static String ask(String name) {
    Console console = System.console();
    if (console == null) {
      throw new UsageException("nothing was destroyed: confirm with --yes " + name);
    }
    String answer =
        console.readLine("Type the name of the keys to destroy them for good (%s): ", name);
    return answer == null ? "" : answer;
  }
}
