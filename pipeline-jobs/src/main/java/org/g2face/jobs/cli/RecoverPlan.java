package org.g2face.jobs.cli;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.keys.KeyHandle;
import org.g2face.jobs.privacy.Codec;
import org.g2face.jobs.privacy.Mode;
import org.g2face.jobs.privacy.PayloadConfig;
import org.g2face.jobs.privacy.PrivacyStatement;
import org.g2face.jobs.settings.Settings;
import org.g2face.keys.KeyMaterial;
import org.g2face.keys.KeySet;
import org.g2face.keys.Purpose;

/**
 * The way g2face recover reads identities: what the settings say, else what the manifests of the
 * inputs say, and the keys.
 *
 * @param dataset names the dataset that the identities are bound to
 * @param models fingerprints of the models that the manifests name
 */
record RecoverPlan(Codec codec, String dataset, KeyMaterial keys, List<String> models) {

  /**
   * Reads the manifests and opens the keys.
   *
   * @throws UsageException if there is nothing to recover, or not with these keys, or it is not
   *     known how
   */
  static RecoverPlan of(Settings settings, Configuration hadoop) throws IOException {
    List<PrivacyStatement> said =
        settings.recover().input().stream()
            .map(input -> PrivacyStatement.of(input, hadoop))
            .flatMap(Optional::stream)
            .toList();
    if (said.stream().anyMatch(statement -> statement.mode() == Mode.IRREVERSIBLE)) {
      throw new UsageException(
          "there is nothing to recover: the input was anonymized with --mode irreversible, and"
              + " its pictures hide random bits");
    }
    Codec codec = codec(settings, said);
    if (codec == Codec.IEEE754) {
      return new RecoverPlan(codec, "", KeyMaterial.ephemeral(), models(said));
    }
    String dataset =
        settings
            .recovery()
            .dataset()
            .or(() -> only(said, PrivacyStatement::dataset, "have different names"))
            .orElseThrow(
                () ->
                    new UsageException(
                        "the input has no manifest.json that names its dataset: give the whole"
                            + " dataset, or its name with --dataset"));
    KeySet keys = OpenedKeys.of(settings.keys(), "recovering", hadoop);
    requireKey(keys, said);
    return new RecoverPlan(codec, dataset, keys.material(), models(said));
  }

  /**
   * How identities are read. A manifest may have been changed by whoever could change the pictures,
   * so that it never makes of encrypted identities some that are not.
   */
  private static Codec codec(Settings settings, List<PrivacyStatement> said) {
    if (settings.recovery().codec().isPresent()) {
      return settings.recovery().codec().get();
    }
    if (settings.keys().uri().isPresent()) {
      return Codec.SEALED;
    }
    Optional<Codec> told = only(said, PrivacyStatement::codec, "hide identities in different ways");
    if (told.isEmpty() || told.get() != Codec.SEALED) {
      throw new UsageException(
          told.isEmpty()
              ? "the input does not say how identities are hidden in it: give --keys, or --codec"
                  + " ieee754 for pictures of the published system"
              : "the input says that its identities are not encrypted: give --codec ieee754 if you"
                  + " know that, or else --keys");
    }
    return Codec.SEALED;
  }

  private static <V> Optional<V> only(
      List<PrivacyStatement> said, Function<PrivacyStatement, V> what, String otherwise) {
    List<V> values = said.stream().map(what).distinct().toList();
    if (values.size() > 1) {
      throw new UsageException("the inputs " + otherwise + "; recover them one by one");
    }
    return values.stream().findFirst();
  }

  private static void requireKey(KeySet keys, List<PrivacyStatement> said) {
    for (PrivacyStatement statement : said) {
      if (statement.sealingKey() != null && !keys.has(Purpose.SEALING, statement.sealingKey())) {
        throw new UsageException(
            "the identities are sealed with the key %s of '%s', which is not in '%s'"
                .formatted(statement.sealingKey(), statement.keys(), keys.name()));
      }
    }
  }

  private static List<String> models(List<PrivacyStatement> said) {
    return said.stream().map(PrivacyStatement::model).filter(Objects::nonNull).toList();
  }

  /** Makes sure that the model is the one that hid the identities. */
  void requireModel(String fingerprint) {
    for (String made : models) {
      if (codec == Codec.SEALED && !made.equals(fingerprint)) {
        throw new UsageException(
            "the input was made with the model "
                + made
                + ", and this is "
                + fingerprint
                + "; identities open with the same model only");
      }
    }
  }

  PayloadConfig concealment(KeyHandle ticket) {
    return PayloadConfig.of(Mode.REVERSIBLE, codec, dataset, ticket, keys, codec == Codec.SEALED);
  }
}
