package org.g2face.jobs.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "keys",
    description = {
      "Makes, rotates, shows and destroys the keys of reversible datasets.",
      "",
      "A key file holds three keys: one encrypts the identities that are hidden in images, one"
          + " decides on the new faces, one encrypts the vault of originals. The file is encrypted"
          + " as a whole, by a passphrase or by a key of a key management service. Whoever loses"
          + " it, or its passphrase, has made the datasets irreversible.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      KeysCreateCommand.class,
      KeysRotateCommand.class,
      KeysShowCommand.class,
      KeysShredCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face keys create --keys ward.json",
      "  g2face keys show --keys ward.json --verify"
    })
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: create, rotate, show or shred");
  }
}
