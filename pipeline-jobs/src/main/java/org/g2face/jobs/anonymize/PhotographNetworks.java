package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.IdentityRestorer;
import org.g2face.jobs.UsageException;
import org.g2face.jobs.config.InferenceSettings;
import org.g2face.jobs.config.Settings;
import org.g2face.jobs.hadoop.HadoopFolder;
import org.g2face.jobs.output.KeyedHash;
import org.g2face.jobs.photograph.LocatedNetworks;
import org.g2face.model.ModelPackage;
import org.g2face.photograph.PhotographRecoverer;
import org.g2face.photograph.PhotographSeal;

/**
 * Puts detection, composition and verification around the networks for crops, where the input is
 * whole photographs.
 *
 * @param crops networks for aligned faces
 */
public record PhotographNetworks(FaceNetworks crops) implements FaceNetworks {
  /** Enough to notice another key. */
  private static final int CHECK_DIGITS = 8;

  @Override
  public FaceTransformProvider anonymizer(String model, Settings settings, Configuration hadoop)
      throws IOException {
    FaceTransformProvider faces = crops.anonymizer(model, settings, hadoop);
    if (!settings.photographs().enabled()) {
      return faces;
    }
    return new AnonymizerProvider(
        faces,
        HadoopFolder.of(model, hadoop).toString(),
        settings.photographs().options().locate(hadoop),
        settings.photographs().options().sealKey().orElse(null),
        settings.inference());
  }

  @Override
  public FaceTransformProvider recoverer(String model, Settings settings, Configuration hadoop)
      throws IOException {
    if (!settings.photographs().enabled()) {
      return crops.recoverer(model, settings, hadoop);
    }
    String key =
        settings
            .photographs()
            .options()
            .sealKey()
            .orElseThrow(
                () ->
                    new UsageException(
                        "photographs are recovered with the key that sealed them: set"
                            + " photographs.seal-key"));
    HadoopFolder folder = HadoopFolder.of(model, hadoop);
    return new RecovererProvider(
        folder.toString(), ModelPackage.load(folder).fingerprint(), key, settings.inference());
  }

  private record AnonymizerProvider(
      FaceTransformProvider faces,
      String folder,
      LocatedNetworks around,
      String sealKey,
      InferenceSettings inference)
      implements FaceTransformProvider {
    @Override
    public String model() {
      return faces.model();
    }

    @Override
    public Map<String, String> settings() {
      Map<String, String> settings = new TreeMap<>(faces.settings());
      settings.putAll(around.settings());
      settings.put("photographs.seal-key", sealKey == null ? "none" : checkValue(sealKey));
      return settings;
    }

    @Override
    public List<String> keyIds() {
      return faces.keyIds();
    }

    @Override
    public FaceTransform open() throws IOException {
      ModelPackage model = PackagedNetworks.load(folder, faces.model());
      return around.open(
          faces.open(),
          model,
          Optional.ofNullable(sealKey).map(key -> seal(key, faces.model())),
          taskConfiguration(),
          PackagedNetworks.execution(inference));
    }

    /** Without the key, which is secret. */
    @Override
    public String toString() {
      return "AnonymizerProvider[" + folder + "]";
    }
  }

  private record RecovererProvider(
      String folder, String model, String sealKey, InferenceSettings inference)
      implements FaceTransformProvider {
    @Override
    public Map<String, String> settings() {
      return Map.of("photographs.seal-key", checkValue(sealKey));
    }

    @Override
    public FaceTransform open() throws IOException {
      return new PhotographRecoverer(
          new IdentityRestorer(
              PackagedNetworks.load(folder, model), PackagedNetworks.execution(inference)),
          seal(sealKey, model));
    }

    /** Without the key, which is secret. */
    @Override
    public String toString() {
      return "RecovererProvider[" + folder + "]";
    }
  }

  private static PhotographSeal seal(String key, String model) {
    return new PhotographSeal(key.getBytes(StandardCharsets.UTF_8), model);
  }

  private static String checkValue(String key) {
    KeyedHash hash = new KeyedHash(key.getBytes(StandardCharsets.UTF_8));
    return "check value " + hash.of("g2face seal key").substring(0, CHECK_DIGITS);
  }

  private static Configuration taskConfiguration() {
    return SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
  }
}
