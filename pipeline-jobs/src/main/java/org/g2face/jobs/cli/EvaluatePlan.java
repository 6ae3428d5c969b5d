package org.g2face.jobs.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.anonymize.FaceNetworks;
import org.g2face.jobs.evaluate.EvaluatedModel;
import org.g2face.jobs.evaluate.PayloadReading;
import org.g2face.jobs.io.ModelLocation;
import org.g2face.jobs.keys.JobKeys;
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
 * The models that g2face evaluate compares, and the way their payloads are read: what the manifests
 * of the anonymized datasets say, and the keys.
 *
 * @param stored the key set, if there is one
 * @param keys its keys, or keys that open nothing
 * @param said what the manifests of each subject's anonymized datasets say
 */
record EvaluatePlan(
    Settings settings,
    Optional<KeySet> stored,
    KeyMaterial keys,
    Map<String, List<PrivacyStatement>> said) {
  /** What stands before a URI, which cannot be part of one. */
  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._+ -]+)=(.+)");

  private static final String UNNAMED = "g2face";

  /**
   * Reads the manifests and opens the keys, if any are given.
   *
   * @throws UsageException if names of images are hashed so that pictures cannot be matched
   */
  static EvaluatePlan of(Settings settings, Configuration hadoop) throws IOException {
    Optional<KeySet> stored =
        settings.keys().uri().isPresent()
            ? Optional.of(OpenedKeys.of(settings.keys(), "reading passwords", hadoop))
            : Optional.empty();
    Map<String, List<PrivacyStatement>> said = new LinkedHashMap<>();
    named(settings.evaluate().anonymized())
        .forEach(
            (name, uris) ->
                said.put(
                    name,
                    uris.stream()
                        .map(uri -> PrivacyStatement.of(uri, hadoop))
                        .flatMap(Optional::stream)
                        .toList()));
    EvaluatePlan plan =
        new EvaluatePlan(
            settings, stored, stored.map(KeySet::material).orElseGet(KeyMaterial::ephemeral), said);
    plan.requireNames();
    return plan;
  }

  private void requireNames() {
    List<PrivacyStatement> all = said.values().stream().flatMap(List::stream).toList();
    if (namesHashed() && stored.isEmpty()) {
      throw new UsageException(
          "the names of the anonymized images are hashed (--hash-names): which is whose can only be"
              + " told with the --keys that they were hashed with");
    }
    if (namesHashed() && !all.stream().allMatch(PrivacyStatement::hashedNames)) {
      throw new UsageException(
          "some of the anonymized datasets have hashed names and others have not; evaluate them in"
              + " runs of their own");
    }
  }

  /** Whether the anonymized images have keyed hashes in the place of names. */
  boolean namesHashed() {
    return said.values().stream().flatMap(List::stream).anyMatch(PrivacyStatement::hashedNames);
  }

  /**
   * The same dummies are tried out in each run, so that runs can be compared. No picture that is
   * made with these keys leaves the process that made it.
   */
  KeyMaterial trialKeys() {
    return KeyMaterial.insecureForTrials(settings.evaluate().seed());
  }

  byte[] nameKey() {
    return AnonymizePlan.nameKey(keys);
  }

  /** The models in the order in which they were named. */
  List<EvaluatedModel> subjects(
      FaceNetworks networks, SparkSession spark, JobKeys held, JobKeys trials) throws IOException {
    Map<String, List<String>> made = named(settings.evaluate().anonymized());
    Map<String, List<String>> back = named(settings.evaluate().recovered());
    Map<String, List<String>> models = models();
    Map<String, EvaluatedModel> subjects = new LinkedHashMap<>();
    for (Map<String, List<String>> names : List.of(made, back, models)) {
      for (String name : names.keySet()) {
        List<String> packages = models.getOrDefault(name, List.of());
        if (packages.size() > 1) {
          throw new UsageException("two models are called " + name + ": name them NAME=URI");
        }
        Optional<EvaluatedModel.ModelUse> model =
            packages.isEmpty()
                ? Optional.empty()
                : Optional.of(packaged(name, packages.get(0), networks, spark, held, trials));
        subjects.putIfAbsent(
            name,
            new EvaluatedModel(
                name,
                made.getOrDefault(name, List.of()),
                back.getOrDefault(name, List.of()),
                model));
      }
    }
    return List.copyOf(subjects.values());
  }

  /** What was named, and the shipped model for those whose manifests tell that it made them. */
  private Map<String, List<String>> models() throws IOException {
    Map<String, List<String>> models = named(settings.evaluate().model());
    String shipped = org.g2face.jobs.config.Configuration.reference().getString("anonymize.model");
    Optional<String> fingerprint = ModelLocation.fingerprint(shipped);
    said.forEach(
        (name, statements) -> {
          boolean made =
              fingerprint.isPresent()
                  && !statements.isEmpty()
                  && statements.stream()
                      .allMatch(said -> fingerprint.equals(Optional.ofNullable(said.model())));
          if (made) {
            models.putIfAbsent(name, List.of(shipped));
          }
        });
    return models;
  }

  private EvaluatedModel.ModelUse packaged(
      String name,
      String uri,
      FaceNetworks networks,
      SparkSession spark,
      JobKeys held,
      JobKeys trials)
      throws IOException {
    KeyHandle ticket = held.ticket(spark.sparkContext());
    // What the trials make is thrown away, so that it need not hide anything.
    FaceTransformProvider anonymizer =
        networks.anonymizer(
            uri,
            settings.ofCrops(),
            PayloadConfig.of(
                Mode.IRREVERSIBLE,
                Codec.SEALED,
                name,
                trials.ticket(spark.sparkContext()),
                trialKeys(),
                false),
            spark.sparkContext().hadoopConfiguration());
    return new EvaluatedModel.ModelUse(
        uri, anonymizer, passwords(said.getOrDefault(name, List.of()), anonymizer.model(), ticket));
  }

  private PayloadReading passwords(List<PrivacyStatement> parts, String model, KeyHandle ticket) {
    if (parts.stream().map(PrivacyStatement::dataset).distinct().count() > 1
        || parts.stream().map(PrivacyStatement::codec).distinct().count() > 1) {
      return new PayloadReading.Unread("these are several datasets: evaluate them one by one");
    }
    Optional<PrivacyStatement> statement = parts.stream().findFirst();
    if (statement.isPresent() && statement.get().mode() == Mode.IRREVERSIBLE) {
      return new PayloadReading.Unread("anonymized irreversibly: nothing is hidden");
    }
    Optional<Codec> codec =
        settings.recovery().codec().or(() -> statement.map(PrivacyStatement::codec));
    if (codec.isEmpty()) {
      return new PayloadReading.Unread(
          "no manifest.json says how identities are hidden: give --codec");
    }
    return codec.get() == Codec.IEEE754
        ? readable(Codec.IEEE754, "", ticket)
        : sealed(statement, model, ticket);
  }

  private PayloadReading sealed(
      Optional<PrivacyStatement> statement, String model, KeyHandle ticket) {
    if (statement.isPresent() && !statement.get().model().equals(model)) {
      return new PayloadReading.Unread(
          "made with the model " + statement.get().model() + ", and --model is " + model);
    }
    Optional<String> dataset =
        settings.recovery().dataset().or(() -> statement.map(PrivacyStatement::dataset));
    if (dataset.isEmpty()) {
      return new PayloadReading.Locked(
          "no manifest.json names the dataset: give -D recover.dataset");
    }
    if (stored.isEmpty()) {
      return new PayloadReading.Locked("identities are sealed: give --keys");
    }
    String key = statement.map(PrivacyStatement::sealingKey).orElse(null);
    if (key != null && !stored.get().has(Purpose.SEALING, key)) {
      return new PayloadReading.Locked(
          "identities are sealed with the key %s of '%s', which is not in '%s'"
              .formatted(key, statement.get().keys(), stored.get().name()));
    }
    return readable(Codec.SEALED, dataset.get(), ticket);
  }

  private PayloadReading readable(Codec codec, String dataset, KeyHandle ticket) {
    return new PayloadReading.WithConfig(
        PayloadConfig.of(
            Mode.REVERSIBLE,
            codec,
            dataset,
            ticket,
            keys,
            codec == Codec.SEALED && stored.isPresent()));
  }

  private static Map<String, List<String>> named(List<String> given) {
    Map<String, List<String>> uris = new LinkedHashMap<>();
    for (String entry : given) {
      Matcher named = NAMED.matcher(entry);
      boolean matches = named.matches();
      uris.computeIfAbsent(matches ? named.group(1) : UNNAMED, name -> new ArrayList<>())
          .add(matches ? named.group(2) : entry);
    }
    return uris;
  }
}
