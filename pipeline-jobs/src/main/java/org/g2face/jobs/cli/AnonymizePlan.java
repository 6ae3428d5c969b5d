package org.g2face.jobs.cli;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.anonymize.Subjects;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.jobs.privacy.Codec;
import org.g2face.jobs.privacy.Mode;
import org.g2face.jobs.privacy.PayloadConfig;
import org.g2face.jobs.privacy.PrivacyStatement;
import org.g2face.jobs.settings.KeySettings;
import org.g2face.jobs.settings.PrivacySettings;
import org.g2face.jobs.vault.Vault;
import org.g2face.keys.KeyMaterial;
import org.g2face.keys.KeySet;
import org.g2face.keys.Purpose;

/**
 * The plan of g2face anonymize for identities: the settings, checked against each other, and the
 * keys.
 *
 * @param dataset names the dataset
 * @param stored the key set, if there is one
 * @param keys its keys, or keys that are forgotten after the job
 */
record AnonymizePlan(
    PrivacySettings settings,
    Mode mode,
    String dataset,
    Optional<KeySet> stored,
    KeyMaterial keys) {

  /**
   * Checks the choice and opens the keys.
   *
   * @throws UsageException if no mode was chosen, or what was chosen contradicts itself
   */
  static AnonymizePlan of(
      PrivacySettings settings, KeySettings keyFile, String output, Configuration hadoop)
      throws IOException {
    boolean keysGiven = keyFile.uri().isPresent();
    // Nothing kept is what needs nothing; whoever asks for more must say how it is protected.
    boolean asksForMore = settings.codec() != Codec.SEALED || settings.vault().isPresent();
    Mode mode =
        settings
            .mode()
            .orElse(keysGiven ? Mode.REVERSIBLE : asksForMore ? null : Mode.IRREVERSIBLE);
    if (mode == null) {
      throw new UsageException(
          String.join(
              System.lineSeparator(),
              "shall the faces be recoverable? Choose one:",
              "  --mode reversible --keys URI  the identities are hidden in the new images; whoever"
                  + " has the keys can bring them back (g2face keys create makes keys)",
              "  --mode irreversible           no identity is hidden in the pictures"));
    }
    if (mode == Mode.IRREVERSIBLE) {
      refuseKeptThings(settings, keysGiven);
    }
    if (settings.subjectColumn().isPresent() && settings.subjects().isPresent()) {
      throw new UsageException("subjects come from --subject-column or --subjects, not from both");
    }
    boolean needed =
        mode == Mode.REVERSIBLE && settings.codec() == Codec.SEALED || settings.vault().isPresent();
    Optional<KeySet> stored =
        needed || keysGiven
            ? Optional.of(OpenedKeys.of(keyFile, "--mode reversible", hadoop))
            : Optional.empty();
    return new AnonymizePlan(
        settings,
        mode,
        settings.dataset().orElse(new Path(output).getName()),
        stored,
        stored.map(KeySet::material).orElseGet(KeyMaterial::ephemeral));
  }

  private static void refuseKeptThings(PrivacySettings settings, boolean keysGiven) {
    if (settings.vault().isPresent()) {
      throw new UsageException(
          "--vault keeps the originals, so that it is not --mode irreversible; give one of them");
    }
    if (keysGiven) {
      throw new UsageException(
          "--mode irreversible uses keys that nobody has; leave out --keys, or take --mode"
              + " reversible");
    }
    if (settings.codec() != Codec.SEALED) {
      throw new UsageException("--mode irreversible hides nothing; leave out --codec");
    }
  }

  /** A key for hashing names, which nothing else uses. */
  byte[] nameKey() {
    return nameKey(keys);
  }

  static byte[] nameKey(KeyMaterial keys) {
    return keys.identitySecret("g2face names of images");
  }

  PayloadConfig concealment(KeyHandle ticket) {
    return PayloadConfig.of(mode, settings.codec(), dataset, ticket, keys, stored.isPresent());
  }

  PrivacyStatement statement(boolean hashedNames) {
    boolean sealed = mode == Mode.REVERSIBLE && settings.codec() == Codec.SEALED;
    return new PrivacyStatement(
        mode,
        settings.codec(),
        dataset,
        null,
        stored.map(KeySet::name).orElse(null),
        sealed ? keys.primary(Purpose.SEALING) : null,
        settings.subjectColumn().isPresent() || settings.subjects().isPresent(),
        settings.vault().orElse(null),
        hashedNames);
  }

  Subjects subjects(SparkSession spark) {
    if (settings.subjects().isPresent()) {
      return Subjects.table(
          spark, settings.subjects().get(), keys.identitySecret("g2face table of subjects"));
    }
    return settings.subjectColumn().isPresent() ? Subjects.IN_ROWS : Subjects.NOT_ASKED;
  }

  /** The vault, or null. */
  Vault.Terms vault(KeyHandle ticket) {
    return settings.vault().isEmpty()
        ? null
        : new Vault.Terms(
            settings.vault().get(),
            dataset,
            stored.orElseThrow().name(),
            keys.primary(Purpose.VAULT),
            ticket);
  }
}
