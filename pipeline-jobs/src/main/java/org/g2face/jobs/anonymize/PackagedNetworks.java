package org.g2face.jobs.anonymize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.g2face.anonymize.Anonymizer;
import org.g2face.anonymize.FaceTransform;
import org.g2face.anonymize.FaceTransformProvider;
import org.g2face.anonymize.Recoverer;
import org.g2face.jobs.config.InferenceSettings;
import org.g2face.jobs.config.Settings;
import org.g2face.jobs.hadoop.HadoopFolder;
import org.g2face.jobs.output.KeyedHash;
import org.g2face.model.ModelException;
import org.g2face.model.ModelPackage;
import org.g2face.onnx.Execution;
import org.g2face.password.Ieee754Codec;

/** Networks out of model packages. */
public final class PackagedNetworks implements FaceNetworks {
  /** The published system's passwords are bound to nothing. */
  private static final String DATASET = "";

  /** Enough to notice another seed; less than the dummy ids tell of it. */
  private static final int CHECK_DIGITS = 8;

  @Override
  public FaceTransformProvider anonymizer(String model, Settings settings, Configuration hadoop)
      throws IOException {
    HadoopFolder folder = HadoopFolder.of(model, hadoop);
    return new AnonymizerProvider(
        folder.toString(),
        ModelPackage.load(folder).fingerprint(),
        settings.seed(),
        settings.anonymize().batchSize(),
        settings.noise(),
        settings.checks(),
        settings.inference());
  }

  @Override
  public FaceTransformProvider recoverer(String model, Settings settings, Configuration hadoop)
      throws IOException {
    HadoopFolder folder = HadoopFolder.of(model, hadoop);
    return new RecovererProvider(
        folder.toString(),
        ModelPackage.load(folder).fingerprint(),
        settings.recover().batchSize(),
        settings.inference());
  }

  private record AnonymizerProvider(
      String folder,
      String model,
      String seed,
      int batchSize,
      boolean noise,
      boolean checks,
      InferenceSettings inference)
      implements FaceTransformProvider {
    @Override
    public Map<String, String> settings() {
      KeyedHash hash = new KeyedHash(seed.getBytes(StandardCharsets.UTF_8));
      return Map.of(
          "seed", "check value " + hash.of("g2face seed").substring(0, CHECK_DIGITS),
          "noise", String.valueOf(noise),
          "checks", String.valueOf(checks));
    }

    @Override
    public FaceTransform open() throws IOException {
      byte[] key = seed.getBytes(StandardCharsets.UTF_8);
      return new Anonymizer(
          load(folder, model),
          new Anonymizer.Options(
              key, Ieee754Codec::new, DATASET, batchSize, noise, checks, execution(inference)));
    }

    /** Without the seed, which is secret. */
    @Override
    public String toString() {
      return "AnonymizerProvider[" + folder + "]";
    }
  }

  private record RecovererProvider(
      String folder, String model, int batchSize, InferenceSettings inference)
      implements FaceTransformProvider {
    @Override
    public FaceTransform open() throws IOException {
      return new Recoverer(
          load(folder, model), Ieee754Codec::new, DATASET, batchSize, execution(inference));
    }
  }

  /** Loads the package in a task, with the store's configuration that Spark hands to tasks. */
  static ModelPackage load(String folder, String fingerprint) throws IOException {
    Configuration hadoop = SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    ModelPackage model = ModelPackage.load(HadoopFolder.of(folder, hadoop));
    if (!model.fingerprint().equals(fingerprint)) {
      throw new ModelException(folder + " was changed after the job had started");
    }
    return model;
  }

  static Execution execution(InferenceSettings settings) {
    return settings.cudaDevice() < 0
        ? Execution.onCpu(settings.threads())
        : Execution.onCuda(settings.cudaDevice());
  }
}
