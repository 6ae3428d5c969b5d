package org.g2face.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.EnumSet;
import java.util.concurrent.Callable;
import org.g2face.keys.KeyFile;
import org.g2face.keys.Purpose;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "rotate",
    description = {
      "Adds new keys, which new datasets get; the old ones go on reading.",
      "",
      "The key that decides on the new faces stays, unless --identities is given: with another one"
          + " every subject gets another face from then on.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  g2face keys rotate --keys ward.json"})
final class KeysRotateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KeyCommandOptions options;

  @Option(
      names = "--identities",
      description = "Also rotates the key that decides on the new faces.")
  private boolean identities;

  @Override
  public Integer call() throws IOException {
    KeyCommandOptions.Place place = options.place();
    KeyFile file = place.stored().read();
    EnumSet<Purpose> purposes =
        identities ? EnumSet.allOf(Purpose.class) : EnumSet.of(Purpose.SEALING, Purpose.VAULT);
    // One question at the terminal serves both directions.
    RememberedPassphrase passphrase =
        new RememberedPassphrase(OpenedKeys.source(place.settings(), file.name(), false));
    KeyFile rotated;
    try (passphrase) {
      rotated =
          KeyFile.encrypt(
              file.open(passphrase).rotate(purposes, Instant.now()), file.protection(), passphrase);
    }
    place.stored().replace(rotated);
    PrintWriter out = spec.commandLine().getOut();
    KeyListing.print(rotated, out);
    out.flush();
    return ExitCode.DONE;
  }
}
