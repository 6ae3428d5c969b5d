package org.g2face.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import org.g2face.jobs.config.Setting;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for what to recover from; each sets a key. */
@Under(Heading.PRIVACY)
final class RecoveryOptions {
  @Mixin private KeyOptions keys;

  @Option(
      names = "--codec",
      paramLabel = "CODEC",
      description =
          "sealed or ieee754: how identities were hidden. Default: what the input's manifest says.")
  private String codec;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description =
          "The dataset's name when it was made, for images without their manifest.json."
              + " Default: what the input's manifest says.")
  private String dataset;

  @Option(
      names = "--vault",
      paramLabel = "URI",
      description =
          "Restores the originals of a vault, bit by bit, instead of reading the pictures; needs"
              + " neither --input nor --model.")
  private String vault;

  List<Setting> settings() {
    List<Setting> settings = new ArrayList<>();
    keys.addTo(settings);
    Setting.add(settings, "recover.codec", codec, "--codec");
    Setting.add(settings, "recover.dataset", dataset, "--dataset");
    Setting.add(settings, "recover.vault", vault, "--vault");
    return settings;
  }
}
