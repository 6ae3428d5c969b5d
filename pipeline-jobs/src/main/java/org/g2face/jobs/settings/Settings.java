package org.g2face.jobs.settings;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.g2face.jobs.config.ModelArchitecture;
import org.g2face.jobs.config.Section;
import org.g2face.jobs.config.SparkKeys;
import org.g2face.jobs.input.ArchiveLimits;
import org.g2face.jobs.input.InputOptions;
import org.g2face.jobs.input.Limits;
import org.g2face.model.Architecture;

/**
 * A whole configuration, checked and typed.
 *
 * @param input how images are read
 * @param limits what an image may cost
 * @param anonymize the job {@code anonymize}
 * @param privacy what an anonymized dataset keeps of those who are in it
 * @param noise whether the generator adds noise to anonymized faces
 * @param hashNames whether names of images are replaced by keyed hashes
 * @param checks whether anonymized faces are measured
 * @param recover the job {@code recover}
 * @param recovery what it recovers from
 * @param keys where the keys are
 * @param ingest the job {@code ingest}
 * @param train the job {@code train}
 * @param evaluate the job {@code evaluate}
 * @param architecture what a new model shall be like, if that is told
 * @param inference what the networks run on
 * @param photographs whether images are whole photographs, and how such are treated
 * @param progressInterval time between two progress lines when there is no terminal
 * @param spark Spark's own keys, each beginning with {@code spark.}
 */
public record Settings(
    InputOptions input,
    Limits limits,
    FaceJobSettings anonymize,
    PrivacySettings privacy,
    boolean noise,
    boolean hashNames,
    boolean checks,
    FaceJobSettings recover,
    RecoverySettings recovery,
    KeySettings keys,
    IngestSettings ingest,
    TrainingSettings train,
    EvaluateSettings evaluate,
    Optional<Architecture> architecture,
    InferenceSettings inference,
    PhotographSettings photographs,
    Duration progressInterval,
    Map<String, String> spark) {

  /** The same for images of which each is one aligned face. */
  public Settings ofCrops() {
    return new Settings(
        input,
        limits,
        anonymize,
        privacy,
        noise,
        hashNames,
        checks,
        recover,
        recovery,
        keys,
        ingest,
        train,
        evaluate,
        architecture,
        inference,
        new PhotographSettings(PhotographSettings.Pictures.CROPS, photographs.options()),
        progressInterval,
        spark);
  }

  /**
   * Reads every section, whichever job is to run: a mistake is found before anything starts.
   *
   * @throws org.g2face.jobs.config.ConfigurationException naming the key and where it was written
   */
  public static Settings of(Config config) {
    Section input = new Section(config, "input");
    Section limits = new Section(config, "limits");
    Section anonymize = new Section(config, "anonymize");
    Section recover = new Section(config, "recover");
    Section inference = new Section(config, "inference");
    return new Settings(
        new InputOptions(
                input.text("image-column"),
                input.optionalText("id-column"),
                input.flag("accept-mislabelled"),
                input.count("images-per-task"),
                input.bytes("bytes-per-task"))
            .withArchives(
                new ArchiveLimits(
                    limits.bytes("archive-bytes"), limits.whole("archive-entries", 1))),
        new Limits(
            limits.pixels("pixels"), limits.bytes("bytes"), limits.count("failures-in-a-row")),
        FaceJobSettings.of(anonymize),
        PrivacySettings.of(anonymize),
        anonymize.flag("noise"),
        anonymize.flag("hash-names"),
        anonymize.flag("checks"),
        FaceJobSettings.of(recover),
        RecoverySettings.of(recover),
        KeySettings.of(new Section(config, "keys")),
        IngestSettings.of(new Section(config, "ingest")),
        TrainingSettings.of(config),
        EvaluateSettings.of(new Section(config, "evaluate")),
        ModelArchitecture.read(config),
        new InferenceSettings(inference.count("threads"), inference.device("cuda-device")),
        PhotographSettings.of(config),
        new Section(config, "progress").duration("interval"),
        SparkKeys.read(config));
  }
}
