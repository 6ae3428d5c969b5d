package org.g2face.jobs.cli;

import java.util.ArrayList;
import java.util.List;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.config.Setting;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for what an anonymized dataset keeps of those who are in it; each sets a key. */
@Under(Heading.PRIVACY)
final class PrivacyOptions {
  @Mixin private KeyOptions keys;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "reversible: identities are hidden, encrypted by --keys, in the new images;"
              + " irreversible: no identity is hidden in the pictures. Default: reversible if --keys"
              + " is given, else irreversible.")
  private String mode;

  @Option(
      names = "--codec",
      paramLabel = "CODEC",
      description =
          "sealed: encrypted and bound to its place; ieee754: the published system's plain bits,"
              + " which whoever has the model can read. Default: ${bundle:anonymize.codec}.")
  private String codec;

  @Option(
      names = "--recovery",
      paramLabel = "KIND",
      description =
          "model: the keys bring back a face like the original one; exact: every pixel, from an"
              + " encrypted copy in the picture's file. Default: ${bundle:anonymize.recovery}.")
  private String recovery;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description =
          "Names the dataset; hidden identities are bound to it. Default: the output's name.")
  private String dataset;

  @Option(
      names = "--subject-column",
      paramLabel = "COLUMN",
      description =
          "Column of Parquet inputs that says who is in a picture; all pictures of one subject get"
              + " the same new face.")
  private String subjectColumn;

  @Option(
      names = "--subjects",
      paramLabel = "URI",
      description =
          "The same for images in files: a CSV or Parquet file with the columns image_id and"
              + " subject.")
  private String subjects;

  @Option(
      names = "--per-image",
      description = "Each picture gets a new face of its own, whoever is in it. The default.")
  private boolean perImage;

  @Option(
      names = "--vault",
      paramLabel = "URI",
      description =
          "Folder for the encrypted originals, from which g2face recover --vault restores them bit"
              + " by bit. Must not exist. Default: none.")
  private String vault;

  @Option(
      names = "--accept-weak-model",
      description =
          "Takes a model whose faces are recognised, come back without the keys, or were never"
              + " measured (g2face model audit). The manifest says so.")
  private boolean acceptWeakModel;

  List<Setting> settings() {
    if (perImage && (subjectColumn != null || subjects != null)) {
      throw new UsageException(
          "--per-image contradicts --subject-column and --subjects; give one of them");
    }
    List<Setting> settings = new ArrayList<>();
    keys.addTo(settings);
    Setting.add(settings, "anonymize.mode", mode, "--mode");
    Setting.add(settings, "anonymize.codec", codec, "--codec");
    Setting.add(settings, "anonymize.recovery", recovery, "--recovery");
    Setting.add(settings, "anonymize.dataset", dataset, "--dataset");
    Setting.add(settings, "anonymize.subject-column", subjectColumn, "--subject-column");
    Setting.add(settings, "anonymize.subjects", subjects, "--subjects");
    Setting.add(settings, "anonymize.vault", vault, "--vault");
    Setting.add(
        settings,
        "anonymize.accept-weak-model",
        acceptWeakModel ? "true" : null,
        "--accept-weak-model");
    return settings;
  }

  /** Whether what a configuration file says about subjects is overridden. */
  boolean perImage() {
    return perImage;
  }
}
