package org.g2face.jobs.cli;

import java.util.List;
import org.g2face.jobs.config.Setting;
import picocli.CommandLine.Option;

/** Options for the place of the keys. A passphrase is no option: others can read a command line. */
@Under(Heading.PRIVACY)
final class KeyOptions {
  @Option(
      names = "--keys",
      paramLabel = "URI",
      description =
          "Key file, on any file system that Hadoop opens. Its passphrase, if it needs one, comes"
              + " from --passphrase-file, else from the environment variable"
              + " G2FACE_KEYS_PASSPHRASE, else from a question at the terminal.")
  private String keys;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "File of this machine; its first line is the passphrase of the keys.")
  private String passphraseFile;

  void addTo(List<Setting> settings) {
    Setting.add(settings, "keys.uri", keys, "--keys");
    Setting.add(settings, "keys.passphrase-file", passphraseFile, "--passphrase-file");
  }
}
