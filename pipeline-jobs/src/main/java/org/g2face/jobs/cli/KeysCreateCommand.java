package org.g2face.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.g2face.jobs.UsageException;
import org.g2face.keys.Argon2;
import org.g2face.keys.KeyFile;
import org.g2face.keys.KeyService;
import org.g2face.keys.KeySet;
import org.g2face.keys.Protection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "create",
    description = {
      "Makes new random keys. An existing file is never overwritten.",
      "",
      "Without --kms they are encrypted by a passphrase of at least twelve characters.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  g2face keys create --keys ward.json",
      "  g2face keys create --keys hdfs:///keys/ward.json --passphrase-file passphrase"
    })
final class KeysCreateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private KeyCommandOptions options;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "Tells the keys from others. Default: the file's name.")
  private String name;

  @Option(
      names = "--kms",
      paramLabel = "URI",
      description =
          "Key of a key management service that encrypts the file, such as"
              + " aws-kms://arn:aws:kms:... or gcp-kms://projects/...; needs Tink's client for it"
              + " in the folder that G2FACE_EXTRA_JARS names.")
  private String kms;

  @Override
  public Integer call() throws IOException {
    KeyCommandOptions.Place place = options.place();
    if (place.stored().exists()) {
      throw place.stored().inTheWay();
    }
    KeyFile file;
    try {
      KeySet keys = KeySet.create(name == null ? place.stored().stem() : name, Instant.now());
      Protection protection = kms == null ? Argon2.standard() : new KeyService(kms);
      file =
          KeyFile.encrypt(keys, protection, OpenedKeys.source(place.settings(), keys.name(), true));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
    place.stored().create(file);
    PrintWriter out = spec.commandLine().getOut();
    KeyListing.print(file, out);
    out.println("written to " + place.stored() + "; keep a copy where it cannot be lost");
    out.flush();
    return ExitCode.DONE;
  }
}
