package org.g2face.jobs.config;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Map;
import org.g2face.jobs.dataset.InputOptions;
import org.g2face.jobs.dataset.Limits;

/**
 * A whole configuration, checked and typed.
 *
 * @param input how images are read
 * @param limits what an image may cost
 * @param anonymize the job {@code anonymize}
 * @param seed chooses the dummy identities; secret
 * @param noise whether the generator adds noise to anonymized faces
 * @param hashNames whether names of images are replaced by keyed hashes
 * @param checks whether anonymized faces are measured
 * @param recover the job {@code recover}
 * @param ingest the job {@code ingest}
 * @param train the job {@code train}
 * @param inference what the networks run on
 * @param photographs whether images are whole photographs, and how such are treated
 * @param progressInterval time between two progress lines when there is no terminal
 * @param spark Spark's own keys, each beginning with {@code spark.}
 */
public record Settings(
    InputOptions input,
    Limits limits,
    FaceJobSettings anonymize,
    String seed,
    boolean noise,
    boolean hashNames,
    boolean checks,
    FaceJobSettings recover,
    IngestSettings ingest,
    TrainingSettings train,
    InferenceSettings inference,
    PhotographSettings photographs,
    Duration progressInterval,
    Map<String, String> spark) {

  /**
   * Reads every section, whichever job is to run: a mistake is found before anything starts.
   *
   * @throws ConfigurationException naming the key and where it was written
   */
  public static Settings of(Config config) {
    Section input = new Section(config, "input");
    Section limits = new Section(config, "limits");
    Section anonymize = new Section(config, "anonymize");
    Section inference = new Section(config, "inference");
    return new Settings(
        new InputOptions(
            input.text("image-column"),
            input.optionalText("id-column"),
            input.flag("accept-mislabelled"),
            input.count("images-per-task"),
            input.bytes("bytes-per-task")),
        new Limits(
            limits.pixels("pixels"),
            limits.bytes("bytes"),
            limits.count("failures-in-a-row")),
        FaceJobSettings.of(anonymize),
        anonymize.nonEmpty("seed"),
        anonymize.flag("noise"),
        anonymize.flag("hash-names"),
        anonymize.flag("checks"),
        FaceJobSettings.of(new Section(config, "recover")),
        IngestSettings.of(new Section(config, "ingest")),
        TrainingSettings.of(config),
        new InferenceSettings(inference.count("threads"), inference.device("cuda-device")),
        PhotographSettings.of(config),
        new Section(config, "progress").duration("interval"),
        SparkKeys.read(config));
  }

  /** Without the seed, which is secret. */
  @Override
  public String toString() {
    return "Settings[anonymize=" + anonymize + ", recover=" + recover + "]";
  }
}
